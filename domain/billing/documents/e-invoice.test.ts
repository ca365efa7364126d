import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { writeUbl } from "../../../server/ports/e-invoice/ubl.ts";
import {
  BUYER,
  invoiceOver,
  OUTSIDE,
  REVERSE,
  SELLER,
  STANDARD,
} from "../../../test/factories/billing-documents.ts";
import type { BillingDocument } from "./billing-document.ts";
import { eInvoice, type UblTree } from "./e-invoice.ts";
import { brokenRules } from "./en16931-rules.ts";

const rules = (document: BillingDocument) => brokenRules(eInvoice(document)).map(({ rule }) => rule);
// biome-ignore lint/suspicious/noExplicitAny: a test breaks the tree wherever it wants
const spoilt = (spoil: (invoice: any) => void, treatment = STANDARD) => {
  const tree = eInvoice(invoiceOver([400_000n, -21_600n], treatment));
  spoil(tree["ubl:Invoice"] as UblTree);
  return brokenRules(tree).map(({ rule }) => rule);
};

describe("an e-invoice", () => {
  test.each([
    ["at the standard rate", STANDARD],
    ["by reverse charge", REVERSE],
    ["outside the scope", OUTSIDE],
  ])("%s holds to every rule and to the schema of EN 16931", async (_name, treatment) => {
    const document = invoiceOver([400_000n, -21_600n, 1n], treatment);
    expect(rules(document)).toEqual([]);
    const xml = await writeUbl(eInvoice(document));
    expect(xml).toContain("urn:oasis:names:specification:ubl:schema:xsd:Invoice-2");
    expect(xml).toContain("<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>");
    expect(xml).toContain("PO &lt;7&gt;");
    expect(xml).toContain("Łódź &amp; Söhne");
    expect(xml.includes("FI32765418")).toBe(treatment !== OUTSIDE);
  });

  test("of any lines holds to the rules of sums", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt(-(10n ** 6n), 10n ** 9n), { minLength: 1, maxLength: 20 }),
        fc.constantFrom(STANDARD, REVERSE, OUTSIDE, { ...STANDARD, rateBps: 810 }),
        (amounts, treatment) => {
          expect(rules(invoiceOver(amounts, treatment))).toEqual([]);
        },
      ),
    );
  });

  test.each([
    ["JPY", [105n], "27"],
    ["ISK", [123_500n, -1200n], "312.00"],
    // Three decimals, of which EN 16931 takes two: what is charged ends in 0.
    ["KWD", [1230n], "0.31"],
  ])("in %s rounds its VAT to what can be charged", async (currency, amounts, vat) => {
    const tree = eInvoice(invoiceOver(amounts, STANDARD, { currency }));
    expect(brokenRules(tree)).toEqual([]);
    expect(await writeUbl(tree)).toContain(
      `<cbc:TaxAmount currencyID="${currency}">${vat}</cbc:TaxAmount>`,
    );
  });

  test("that does not fit the schema is never written", async () => {
    const tree = eInvoice(invoiceOver([100n]));
    await expect(
      writeUbl({
        "ubl:Invoice": { ...(tree["ubl:Invoice"] as UblTree), "cbc:DocumentCurrencyCode": "EURO" },
      }),
    ).rejects.toThrow();
    await expect(
      writeUbl(eInvoice(invoiceOver([100n], STANDARD, { issuedOn: "5 Nov" }))),
    ).rejects.toThrow();
  });
});

describe("a rule of EN 16931", () => {
  test.each<[string, string, Parameters<typeof spoilt>[0]]>([
    [
      "BR-CO-10",
      "lines that are not their total",
      (one) => (one["cac:InvoiceLine"][0]["cbc:LineExtensionAmount"] = "1.00"),
    ],
    [
      "BR-CO-13",
      "another net",
      (one) => (one["cac:LegalMonetaryTotal"]["cbc:TaxExclusiveAmount"] = "1.00"),
    ],
    ["BR-CO-14", "another VAT", (one) => (one["cac:TaxTotal"][0]["cbc:TaxAmount"] = "1.00")],
    [
      "BR-CO-15",
      "another total",
      (one) => (one["cac:LegalMonetaryTotal"]["cbc:TaxInclusiveAmount"] = "1.00"),
    ],
    ["BR-CO-16", "another due", (one) => (one["cac:LegalMonetaryTotal"]["cbc:PayableAmount"] = "1.00")],
    [
      "BR-CO-17",
      "a VAT that is not the rate's",
      (one) => (one["cac:TaxTotal"][0]["cac:TaxSubtotal"][0]["cbc:TaxAmount"] = "1.00"),
    ],
    [
      "BR-S-8",
      "a sum that is not that of the lines",
      (one) => (one["cac:TaxTotal"][0]["cac:TaxSubtotal"][0]["cbc:TaxableAmount"] = "1.00"),
    ],
    [
      "BR-27",
      "a price below 0",
      (one) => (one["cac:InvoiceLine"][1]["cac:Price"]["cbc:PriceAmount"] = "-1.00"),
    ],
    [
      "BR-DEC",
      "three decimals",
      (one) => (one["cac:LegalMonetaryTotal"]["cbc:PayableAmount"] = "4748.920"),
    ],
    ["BR-16", "no line", (one) => (one["cac:InvoiceLine"] = [])],
    [
      "BR-CO-9",
      "a number without its country",
      (one) =>
        (one["cac:AccountingCustomerParty"]["cac:Party"]["cac:PartyTaxScheme"]["cbc:CompanyID"] = "583"),
    ],
  ])("%s sees %s", (rule, _what, spoil) => {
    expect(spoilt(spoil)).toContain(rule);
  });

  const nameless = { vatNumber: null, registrationNumber: null };
  test.each<[string, string[], BillingDocument]>([
    [
      "a taxed invoice of a seller without a number",
      ["BR-CO-26", "BR-S-2"],
      invoiceOver([1n], STANDARD, { seller: { ...SELLER, ...nameless } }),
    ],
    [
      "reverse charge to nobody known",
      ["BR-AE-2"],
      invoiceOver([1n], REVERSE, { buyer: { ...BUYER, vatNumber: null } }),
    ],
    [
      "reverse charge with a rate",
      ["BR-AE-5", "BR-AE-9"],
      invoiceOver([100n], { ...REVERSE, rateBps: 1000 }),
    ],
    [
      "reverse charge that is not said",
      ["BR-AE-10"],
      invoiceOver([1n], { ...REVERSE, note: null, reasonCode: null }),
    ],
    [
      "outside the scope without why",
      ["BR-O-10"],
      invoiceOver([1n], { ...OUTSIDE, note: null, reasonCode: null }),
    ],
    [
      "an exemption without why",
      ["BR-E-10"],
      invoiceOver([1n], { ...REVERSE, category: "E", note: null, reasonCode: null }),
    ],
    [
      "sides without an electronic address",
      ["BT-34", "BT-49"],
      invoiceOver([1n], STANDARD, {
        seller: { ...SELLER, email: null },
        buyer: { ...BUYER, email: null },
      }),
    ],
    ["a standard rate of 0", ["BR-S-5"], invoiceOver([1n], { ...STANDARD, rateBps: 0 })],
    ["what is due on no day", ["BR-CO-25"], invoiceOver([1n], STANDARD, { dueOn: null })],
  ])("sees %s", (_name, expected, document) => {
    expect(rules(document).sort()).toEqual(expected);
  });
});
