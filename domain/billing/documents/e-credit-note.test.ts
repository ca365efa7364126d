import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeUbl } from "../../../server/ports/e-invoice/ubl.ts";
import { creditNoteOver, OUTSIDE, REVERSE, STANDARD } from "../../../test/factories/billing-documents.ts";
import { credited, invoiceOf } from "../../../test/factories/creditable.ts";
import { creditNoteAmounts } from "../credit-note.ts";
import type { BillingDocument } from "./billing-document.ts";
import { eInvoice } from "./e-invoice.ts";
import { brokenRules } from "./en16931-rules.ts";
import { documentCsv, documentJson, documentName } from "./written-document.ts";

const rules = (document: BillingDocument) => brokenRules(eInvoice(document)).map(({ rule }) => rule);

/** The parts of a credit note in the order of the schema of UBL 2.1 (UBL-CreditNote-2.1.xsd). */
const ORDER = [
  ...["CustomizationID", "ProfileID", "ID", "IssueDate", "TaxPointDate", "CreditNoteTypeCode", "Note"],
  ...["DocumentCurrencyCode", "AccountingCost", "BuyerReference", "InvoicePeriod", "OrderReference"],
  ...["BillingReference", "AccountingSupplierParty", "AccountingCustomerParty", "Delivery", "PaymentMeans"],
  ...["PaymentTerms", "AllowanceCharge", "TaxTotal", "LegalMonetaryTotal", "CreditNoteLine"],
];

describe("the e-invoice of a credit note", () => {
  test.each([
    ["at the standard rate", STANDARD],
    ["by reverse charge", REVERSE],
    ["outside the scope", OUTSIDE],
  ])("%s holds to every rule and to the schema of EN 16931", async (_name, treatment) => {
    const document = creditNoteOver([10_000n, -240n], treatment);
    expect(rules(document)).toEqual([]);
    const xml = await writeUbl(eInvoice(document));
    for (const part of [
      'xmlns="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"',
      "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>",
      "<cac:InvoiceDocumentReference>",
      "<cbc:ID>ER-000042</cbc:ID>",
      '<cbc:CreditedQuantity unitCode="C62">-1</cbc:CreditedQuantity>',
      '<cbc:LineExtensionAmount currencyID="EUR">97.60</cbc:LineExtensionAmount>',
    ])
      expect(xml).toContain(part);
    for (const foreign of ["InvoiceLine", "InvoicedQuantity", "InvoiceTypeCode", "DueDate", "TaxPointDate"])
      expect(xml).not.toContain(foreign);
  });

  test("has its parts in the order of its own schema, which is not an invoice's", async () => {
    const xml = await writeUbl(eInvoice(creditNoteOver([10_000n])));
    const top: string[] = [];
    let depth = 0;
    for (const [, closes, name] of xml.matchAll(/<(\/?)c[ab]c:(\w+)/g)) {
      if (!closes && depth === 0) top.push(String(name));
      depth += closes ? -1 : 1;
    }
    expect(top.length).toBeGreaterThan(12);
    const places = top.map((name) => ORDER.indexOf(name));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  test("of any part of any invoice holds to the rules, though tax is rounded by what came before", () => {
    const nets = fc.array(fc.bigInt(1n, 10n ** 7n), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        nets,
        fc.constantFrom(0, 2550, 810),
        fc.array(fc.nat(999), { maxLength: 6 }),
        (amounts, rateBps, cuts) => {
          const treatment = rateBps === 0 ? REVERSE : { ...STANDARD, rateBps };
          let invoice = invoiceOf(
            amounts.map((netMinor) => ({ netMinor, rateBps })),
            0n,
          );
          for (const cut of cuts) {
            const line = invoice.lines[cut % invoice.lines.length];
            const room = line ? line.netMinor - line.creditedNetMinor : 0n;
            const netMinor = (room * BigInt(cut)) / 1000n;
            if (!line || netMinor === 0n) continue;
            const note = creditNoteAmounts(invoice, [{ position: line.position, netMinor }]);
            const { taxMinor, totalMinor } = note;
            const taxes = [{ ...treatment, taxableMinor: netMinor, taxMinor }];
            expect(rules(creditNoteOver([netMinor], treatment, { taxes, taxMinor, totalMinor }))).toEqual(
              [],
            );
            invoice = credited(invoice, note);
          }
        },
      ),
    );
  });

  test.each<[string, Partial<BillingDocument>, string[]]>([
    ["names no invoice", { corrects: null }, ["BR-55", "BR-CO-25"]],
    [
      "states a whole unit of tax too much",
      {
        taxes: [{ ...STANDARD, taxableMinor: 10_000n, taxMinor: 2650n }],
        ...{ taxMinor: 2650n, totalMinor: 12_650n },
      },
      ["BR-CO-17"],
    ],
  ])("sees one that %s", (_name, change, expected) => {
    expect(rules(creditNoteOver([10_000n], STANDARD, change)).sort()).toEqual(expected);
  });

  test("an invoice has no such room: a cent is too much", () => {
    const taxes = [{ ...STANDARD, taxableMinor: 10_000n, taxMinor: 2551n }];
    const invoice = { kind: "invoice", dueOn: "2026-11-19", corrects: null } as const;
    const document = creditNoteOver([10_000n], STANDARD, {
      ...{ ...invoice, taxes, taxMinor: 2551n, totalMinor: 12_551n },
    });
    expect(rules(document)).toEqual(["BR-CO-17"]);
  });
});

test("in a table every line says which invoice it corrects, and the file is named after the note", () => {
  const document = creditNoteOver([10_000n]);
  expect(documentName(document)).toBe("credit-note-CN-000007");
  const [head, row] = documentCsv(document).trim().split("\r\n");
  expect(head?.endsWith(",VAT,amount,corrects")).toBe(true);
  expect(row?.startsWith("credit_note,CN-000007,2026-11-05,,")).toBe(true);
  expect(row?.endsWith(",25.50,125.50,ER-000042")).toBe(true);
  expect(documentJson(document)).toMatchObject({
    corrects: { number: "ER-000042", issuedOn: "2026-11-05" },
    ...{ net: "100.00", tax: "25.50", total: "125.50" },
  });
});
