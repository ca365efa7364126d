import { toDecimalString } from "../../shared/format-money.ts";
import { money } from "../../shared/money.ts";
import type { TaxLine } from "../tax/invoice-tax.ts";
import { rateText } from "../tax/tax-words.ts";
import type { BillingDocument, DocumentLine, DocumentParty } from "./billing-document.ts";

/** An element of UBL as JSON: members are child elements; one with @ is an attribute of that before it. */
export type UblTree = { [name: string]: string | UblTree | UblTree[] };

/** UNTDID 4461: paid through an online payment service. */
const ONLINE_PAYMENT = "68";
const VAT = { "cbc:ID": "VAT" };
/** Unit "one" of UN/ECE recommendation 20: what was counted stands in the words of the line. */
const ONE = "C62";

/** UNTDID 1001: what kind of document it is. */
const TYPE = { invoice: "380", credit_note: "381" } as const;

/**
 * An invoice or a credit note as EN 16931 in UBL 2.1 wants it, as a tree. Every line is one piece at its own
 * amount, a credit minus one piece, because prices may be finer than the currency and a line is rounded once
 * (BR-27: no price is below 0). Sides that are outside the scope of VAT carry no VAT numbers (BR-O-2). The
 * elements of a credit note are named as an invoice's here; whoever writes the tree names them by its type.
 */
export function eInvoice(document: BillingDocument): UblTree {
  const { currency, netMinor, taxMinor, totalMinor, seller, buyer } = document;
  const outside = document.taxes.some(({ category }) => category === "O");
  const amount = amountIn(currency);
  const declared = document.fx?.find(({ purpose }) => purpose === "vat" || purpose === "credit_vat");
  return {
    "ubl:Invoice": {
      "cbc:CustomizationID": "urn:cen.eu:en16931:2017",
      "cbc:ID": document.number,
      "cbc:IssueDate": document.issuedOn,
      ...optional("cbc:DueDate", document.dueOn),
      "cbc:InvoiceTypeCode": TYPE[isCreditNote(document) ? "credit_note" : "invoice"],
      ...optional("cbc:Note", document.notes.join(" ")),
      // A credit note's schema has it elsewhere than the library that writes it, and it is not obligatory.
      ...(outside || isCreditNote(document) ? {} : { "cbc:TaxPointDate": document.period.to }),
      "cbc:DocumentCurrencyCode": currency,
      ...(declared ? { "cbc:TaxCurrencyCode": declared.afterCurrency } : {}),
      ...optional("cbc:AccountingCost", document.costCentre),
      "cac:InvoicePeriod": { "cbc:StartDate": document.period.from, "cbc:EndDate": document.period.to },
      ...(document.purchaseOrder ? { "cac:OrderReference": { "cbc:ID": document.purchaseOrder } } : {}),
      ...corrected(document),
      "cac:AccountingSupplierParty": { "cac:Party": party(seller, { outside, side: "seller" }) },
      "cac:AccountingCustomerParty": { "cac:Party": party(buyer, { outside, side: "buyer" }) },
      ...payment(document),
      "cac:TaxTotal": [
        {
          ...amount("cbc:TaxAmount", taxMinor),
          "cac:TaxSubtotal": document.taxes.map((one) => subtotal(one, currency)),
        },
        // BT-111: the VAT once more, in the currency that it is declared in.
        ...(declared ? [amountIn(declared.afterCurrency)("cbc:TaxAmount", declared.afterMinor)] : []),
      ],
      "cac:LegalMonetaryTotal": {
        ...amount("cbc:LineExtensionAmount", netMinor),
        ...amount("cbc:TaxExclusiveAmount", netMinor),
        ...amount("cbc:TaxInclusiveAmount", totalMinor),
        ...amount("cbc:PayableAmount", totalMinor),
      },
      "cac:InvoiceLine": document.lines.map((line, index) => lineOf(line, { index, currency })),
    },
  };
}

function isCreditNote({ kind }: BillingDocument): boolean {
  return kind === "credit_note";
}

/** The invoice that a credit note is about (BG-3). */
function corrected({ corrects }: BillingDocument): UblTree {
  if (!corrects) return {};
  const reference = { "cbc:ID": corrects.number, "cbc:IssueDate": corrects.issuedOn };
  return { "cac:BillingReference": [{ "cac:InvoiceDocumentReference": reference }] };
}

/** How an invoice is paid, and when; of a credit note, that nobody pays it. */
function payment(document: BillingDocument): UblTree {
  const means = { "cac:PaymentMeans": [{ "cbc:PaymentMeansCode": ONLINE_PAYMENT }] };
  const terms = (note: string) => ({ "cac:PaymentTerms": { "cbc:Note": note } });
  if (document.corrects)
    return terms(`Nothing is to be paid: it credits invoice ${document.corrects.number}.`);
  return { ...means, ...(document.dueOn ? terms(`Due on ${document.dueOn}.`) : {}) };
}

function party(one: DocumentParty | null, p: { outside: boolean; side: "seller" | "buyer" }): UblTree {
  if (!one) return {};
  const tax = one.vatNumber && !p.outside ? { "cbc:CompanyID": one.vatNumber, "cac:TaxScheme": VAT } : null;
  return {
    // The schema wants an electronic address of both sides (BT-34, BT-49); EM is electronic mail.
    ...(one.email ? { "cbc:EndpointID": one.email, "cbc:EndpointID@schemeID": "EM" } : {}),
    "cac:PostalAddress": {
      ...optional("cbc:StreetName", one.addressLine),
      ...optional("cbc:CityName", one.city),
      ...optional("cbc:PostalZone", one.postalCode),
      "cac:Country": { "cbc:IdentificationCode": one.country },
    },
    // The schema of the seller allows several, that of the buyer one.
    ...(tax ? { "cac:PartyTaxScheme": p.side === "seller" ? [tax] : tax } : {}),
    "cac:PartyLegalEntity": {
      "cbc:RegistrationName": one.name,
      ...optional("cbc:CompanyID", one.registrationNumber),
    },
  };
}

function subtotal(tax: TaxLine, currency: string): UblTree {
  const amount = amountIn(currency);
  return {
    ...amount("cbc:TaxableAmount", tax.taxableMinor),
    ...amount("cbc:TaxAmount", tax.taxMinor),
    "cac:TaxCategory": {
      ...category(tax),
      ...optional("cbc:TaxExemptionReasonCode", tax.reasonCode),
      ...optional("cbc:TaxExemptionReason", tax.note),
      "cac:TaxScheme": VAT,
    },
  };
}

function lineOf(line: DocumentLine, p: { index: number; currency: string }): UblTree {
  const amount = amountIn(p.currency);
  const isCredit = line.amountMinor < 0n;
  return {
    "cbc:ID": String(p.index + 1),
    "cbc:InvoicedQuantity": isCredit ? "-1" : "1",
    "cbc:InvoicedQuantity@unitCode": ONE,
    ...amount("cbc:LineExtensionAmount", line.amountMinor),
    "cac:Item": {
      "cbc:Name": line.label,
      "cac:ClassifiedTaxCategory": {
        ...category(line.tax ?? { category: "O", rateBps: 0 }),
        "cac:TaxScheme": VAT,
      },
    },
    "cac:Price": amount("cbc:PriceAmount", isCredit ? -line.amountMinor : line.amountMinor),
  };
}

/** What is outside the scope has no rate, not even 0 (BR-O-5). */
function category(tax: Pick<TaxLine, "category" | "rateBps">): UblTree {
  const rate = tax.category === "O" ? null : rateText(tax.rateBps);
  return { "cbc:ID": tax.category, ...optional("cbc:Percent", rate) };
}

function amountIn(currency: string) {
  return (name: string, minor: bigint): UblTree => ({
    // Two decimals at most (BR-DEC): what is charged in tens of a thousandth ends in 0.
    [name]: toDecimalString(money(minor, currency)).replace(/(\.\d\d)0$/, "$1"),
    [`${name}@currencyID`]: currency,
  });
}

function optional(name: string, text: string | null): UblTree {
  return text ? { [name]: text } : {};
}
