import { chargeStepMinor, minorUnitExponent } from "../../shared/currency.ts";
import { parseDecimal } from "../../shared/decimal.ts";
import {
  addRationals,
  compareRationals,
  multiplyRationals,
  type Rational,
  rational,
  roundToStep,
} from "../../shared/rational.ts";
import type { UblTree } from "./e-invoice.ts";

/** A rule of EN 16931-1 that an e-invoice breaks, by its name, in words. */
export type BrokenRule = { rule: string; says: string };

/**
 * The business rules of EN 16931-1:2017 that a schema cannot say, asked of the tree that is about to be
 * written: sums (BR-CO-10 to 17), numbers of both sides, and what every category of VAT wants (BR-S, BR-Z,
 * BR-E, BR-AE, BR-O). Empty where all hold.
 */
export function brokenRules(tree: UblTree): BrokenRule[] {
  const invoice = node(tree, "ubl:Invoice");
  return [...sums(invoice), ...sides(invoice), ...categories(invoice), ...lineRules(invoice)];
}

function sums(invoice: UblTree): BrokenRule[] {
  const total = node(invoice, "cac:LegalMonetaryTotal");
  const [tax = {}] = list(invoice, "cac:TaxTotal");
  const lines = list(invoice, "cac:InvoiceLine");
  const subtotals = list(tax, "cac:TaxSubtotal");
  const net = number(total, "cbc:LineExtensionAmount");
  const exclusive = number(total, "cbc:TaxExclusiveAmount");
  const inclusive = number(total, "cbc:TaxInclusiveAmount");
  const taxAmount = number(tax, "cbc:TaxAmount");
  const due = number(total, "cbc:PayableAmount");
  const currency = text(invoice, "cbc:DocumentCurrencyCode");
  return broken([
    ["BR-16", lines.length > 0, "An invoice has at least one line."],
    ["BR-55", namesItsInvoice(invoice), "A credit note names the invoice that it is about."],
    ["BR-CO-10", same(sum(lines, "cbc:LineExtensionAmount"), net), "The lines add up to their total."],
    ["BR-CO-13", same(net, exclusive), "The total without VAT is that of the lines."],
    ["BR-CO-14", same(sum(subtotals, "cbc:TaxAmount"), taxAmount), "The VAT is that of its categories."],
    ["BR-CO-15", same(addRationals(exclusive, taxAmount), inclusive), "The total is net and VAT."],
    ["BR-CO-16", same(inclusive, due), "What is due is the total."],
    [
      "BR-CO-17",
      subtotals.every((one) => {
        const category = node(one, "cac:TaxCategory");
        const rate = multiplyRationals(number(category, "cbc:Percent"), rational(1n, 100n));
        const exact = multiplyRationals(number(one, "cbc:TaxableAmount"), rate);
        const due = roundedTax(exact, currency);
        const stated = number(one, "cbc:TaxAmount");
        return isCreditNote(invoice) ? withinAUnit(due, stated) : same(due, stated);
      }),
      "The VAT of a category is its rate of its sum, rounded once to what the currency can be charged in.",
    ],
    [
      "BR-CO-25",
      compareRationals(due, rational(0n)) <= 0 || "cbc:DueDate" in invoice || "cac:PaymentTerms" in invoice,
      "What is due has a day or terms of payment.",
    ],
  ]);
}

/**
 * The parts of a credit note are rounded by what was credited before, so that they add up to the invoice; the
 * rules as the standard's makers publish them for validators leave less than one whole unit of room.
 */
function withinAUnit(due: Rational, stated: Rational): boolean {
  const away = addRationals(due, multiplyRationals(stated, rational(-1n)));
  return compareRationals(away, rational(1n)) < 0 && compareRationals(away, rational(-1n)) > 0;
}

function namesItsInvoice(invoice: UblTree): boolean {
  const [reference = {}] = list(invoice, "cac:BillingReference");
  const named = text(node(reference, "cac:InvoiceDocumentReference"), "cbc:ID") !== "";
  return named || !isCreditNote(invoice);
}

function isCreditNote(invoice: UblTree): boolean {
  return text(invoice, "cbc:InvoiceTypeCode") === "381";
}

/** The standard's tolerance of a unit leaves room for currencies that are charged in coarser steps. */
function roundedTax(exact: Rational, currency: string): Rational {
  const scale = 10n ** BigInt(minorUnitExponent(currency));
  const minor = multiplyRationals(exact, rational(scale));
  return rational(roundToStep(minor, chargeStepMinor(currency)), scale);
}

function sides(invoice: UblTree): BrokenRule[] {
  const [seller, buyer] = parties(invoice);
  const numbers = [...vatNumbers(seller), ...vatNumbers(buyer)];
  const identified = vatNumbers(seller).length > 0 || registered(seller);
  return broken([
    ["BT-34", addressed(seller), "The company that invoices states its e-mail for invoices."],
    ["BT-49", addressed(buyer), "The buyer states its e-mail for invoices, under Organisation."],
    ["BR-6", named(seller), "The seller has a name."],
    ["BR-7", named(buyer), "The buyer has a name."],
    [
      "BR-CO-26",
      identified,
      "The seller is known by a VAT number or a number in the register of companies.",
    ],
    ["BR-CO-9", numbers.every((one) => /^[A-Z]{2}/.test(one)), "A VAT number begins with its country."],
  ]);
}

function categories(invoice: UblTree): BrokenRule[] {
  const [tax = {}] = list(invoice, "cac:TaxTotal");
  const groups = list(tax, "cac:TaxSubtotal");
  const lines = list(invoice, "cac:InvoiceLine").map(lineCategory);
  const [seller, buyer] = parties(invoice);
  const used = new Set([...lines, ...groups.map((one) => node(one, "cac:TaxCategory"))].map(codeOf));
  const rules = [...used].flatMap((code) => {
    const own = groups.filter((one) => codeOf(node(one, "cac:TaxCategory")) === code);
    return categoryRules(code, { own, lines, seller, buyer, groups: groups.length });
  });
  const taxable = groups.flatMap((one) => {
    const category = node(one, "cac:TaxCategory");
    const mine = list(invoice, "cac:InvoiceLine").filter((line) => alike(lineCategory(line), category));
    return broken([
      [
        `BR-${codeOf(category)}-8`,
        same(sum(mine, "cbc:LineExtensionAmount"), number(one, "cbc:TaxableAmount")),
        "The sum of a category is that of its lines.",
      ],
    ]);
  });
  return [...rules, ...taxable];
}

function categoryRules(
  code: string,
  p: { own: UblTree[]; lines: UblTree[]; seller: UblTree; buyer: UblTree; groups: number },
): BrokenRule[] {
  const [group] = p.own;
  const category = group ? node(group, "cac:TaxCategory") : {};
  const reason = "cbc:TaxExemptionReason" in category || "cbc:TaxExemptionReasonCode" in category;
  const mine = p.lines.filter((one) => codeOf(one) === code);
  const isFree = p.own.every((one) => same(number(one, "cbc:TaxAmount"), rational(0n)));
  const rates = mine.map((one) => ("cbc:Percent" in one ? number(one, "cbc:Percent") : null));
  const above = rates.every((rate) => rate !== null && compareRationals(rate, rational(0n)) > 0);
  const zero = rates.every((rate) => rate !== null && same(rate, rational(0n)));
  const sellerKnown = vatNumbers(p.seller).length > 0;
  const grouped: Rule = [`BR-${code}-1`, p.own.length > 0, "A category on a line has its sum."];
  switch (code) {
    case "S":
      return broken([
        grouped,
        ["BR-S-2", sellerKnown, "The seller has a VAT number."],
        ["BR-S-5", above, "A rate is above 0."],
        ["BR-S-10", !reason, "What is taxed has no reason for exemption."],
      ]);
    case "Z":
    case "E":
      return broken([
        grouped,
        [`BR-${code}-2`, sellerKnown, "The seller has a VAT number."],
        [`BR-${code}-5`, zero, "The rate is 0."],
        [`BR-${code}-9`, isFree, "There is no VAT."],
        [`BR-${code}-10`, (code === "E") === reason, "An exemption alone has its reason."],
      ]);
    case "AE": {
      const buyerKnown = vatNumbers(p.buyer).length > 0 || registered(p.buyer);
      return broken([
        grouped,
        ["BR-AE-2", sellerKnown && buyerKnown, "Reverse charge names the VAT numbers of both sides."],
        ["BR-AE-5", zero, "The rate is 0."],
        ["BR-AE-9", isFree, "There is no VAT."],
        ["BR-AE-10", reason, "Reverse charge is said."],
      ]);
    }
    case "O":
      return broken([
        grouped,
        ["BR-O-2", !sellerKnown && vatNumbers(p.buyer).length === 0, "No side carries a VAT number."],
        ["BR-O-5", rates.every((rate) => rate === null), "There is no rate."],
        ["BR-O-9", isFree, "There is no VAT."],
        ["BR-O-10", reason, "It is said why there is none."],
        ["BR-O-11", p.groups === 1, "Nothing else stands beside it."],
      ]);
    default:
      return [{ rule: "BR-CL-17", says: `${code} is no category of VAT.` }];
  }
}

function lineRules(invoice: UblTree): BrokenRule[] {
  const lines = list(invoice, "cac:InvoiceLine");
  const price = (line: UblTree) => number(node(line, "cac:Price"), "cbc:PriceAmount");
  const decimals = Object.entries(node(invoice, "cac:LegalMonetaryTotal"))
    .filter(([name]) => !name.includes("@"))
    .every(([, text]) => /^-?\d+(\.\d{1,2})?$/.test(String(text)));
  return broken([
    ["BR-25", lines.every((line) => text(node(line, "cac:Item"), "cbc:Name") !== ""), "A line has a name."],
    [
      "BR-27",
      lines.every((line) => compareRationals(price(line), rational(0n)) >= 0),
      "No price is below 0.",
    ],
    ["BR-DEC", decimals, "Amounts have at most two decimals."],
  ]);
}

type Rule = readonly [rule: string, holds: boolean, says: string];

function broken(rules: readonly Rule[]): BrokenRule[] {
  return rules.flatMap(([rule, holds, says]) => (holds ? [] : [{ rule, says }]));
}

function parties(invoice: UblTree): [UblTree, UblTree] {
  return [
    node(node(invoice, "cac:AccountingSupplierParty"), "cac:Party"),
    node(node(invoice, "cac:AccountingCustomerParty"), "cac:Party"),
  ];
}

function vatNumbers(party: UblTree): string[] {
  return list(party, "cac:PartyTaxScheme").map((one) => text(one, "cbc:CompanyID"));
}

const addressed = (party: UblTree) => text(party, "cbc:EndpointID") !== "";
const named = (party: UblTree) => text(node(party, "cac:PartyLegalEntity"), "cbc:RegistrationName") !== "";
const registered = (party: UblTree) => text(node(party, "cac:PartyLegalEntity"), "cbc:CompanyID") !== "";
const codeOf = (category: UblTree) => text(category, "cbc:ID");
const lineCategory = (line: UblTree) => node(node(line, "cac:Item"), "cac:ClassifiedTaxCategory");
const alike = (left: UblTree, right: UblTree) =>
  codeOf(left) === codeOf(right) && text(left, "cbc:Percent") === text(right, "cbc:Percent");

function node(parent: UblTree, name: string): UblTree {
  const found = parent[name];
  return typeof found === "object" && !Array.isArray(found) ? found : {};
}

function list(parent: UblTree, name: string): UblTree[] {
  const found = parent[name];
  if (Array.isArray(found)) return found;
  return typeof found === "object" ? [found] : [];
}

function text(parent: UblTree, name: string): string {
  const found = parent[name];
  return typeof found === "string" ? found : "";
}

function number(parent: UblTree, name: string): Rational {
  const found = text(parent, name);
  return found === "" ? rational(0n) : parseDecimal(found);
}

function sum(all: readonly UblTree[], name: string): Rational {
  return all.reduce((total, one) => addRationals(total, number(one, name)), rational(0n));
}

function same(left: Rational, right: Rational): boolean {
  return compareRationals(left, right) === 0;
}
