import { csvTable } from "../../shared/csv.ts";
import { toDecimalString } from "../../shared/format-money.ts";
import { money } from "../../shared/money.ts";
import type { FxLine } from "../fx-line.ts";
import { rateText, taxLabel } from "../tax/tax-words.ts";
import type { BillingDocument } from "./billing-document.ts";

/** The name of a document's file, without its ending: "invoice-ER-000042". */
export function documentName({ kind, number }: Pick<BillingDocument, "kind" | "number">): string {
  return `${kind.replaceAll("_", "-")}-${number}`.replaceAll(/[^\w.-]+/g, "-");
}

/** A document for programs: amounts as decimals of its currency, every line with its share of the tax. */
export function documentJson(document: BillingDocument): Record<string, unknown> {
  const { netMinor, taxMinor, totalMinor, netLabel: _label, lines, taxes, fx = [], ...facts } = document;
  const decimal = (minor: bigint) => toDecimalString(money(minor, document.currency));
  return {
    ...facts,
    lines: lines.map(({ label, detail, amountMinor, tax }) => ({
      label,
      detail,
      amount: decimal(amountMinor),
      tax: tax && { category: tax.category, rate: rateText(tax.rateBps), amount: decimal(tax.minor) },
    })),
    taxes: taxes.map((one) => ({
      category: one.category,
      label: taxLabel(one),
      rate: rateText(one.rateBps),
      taxable: decimal(one.taxableMinor),
      amount: decimal(one.taxMinor),
      reasonCode: one.reasonCode,
      note: one.note,
      source: one.source,
    })),
    net: decimal(netMinor),
    tax: decimal(taxMinor),
    total: decimal(totalMinor),
    ...(fx.length > 0 ? { fx: fx.map(writtenFx) } : {}),
  };
}

/** With all that it was computed from, so that anybody can do it again. */
function writtenFx({ beforeMinor, afterMinor, earlierBeforeMinor, earlierAfterMinor, ...line }: FxLine) {
  const before = (minor: bigint) => toDecimalString(money(minor, line.beforeCurrency));
  const after = (minor: bigint) => toDecimalString(money(minor, line.afterCurrency));
  const earlier = { before: before(earlierBeforeMinor), after: after(earlierAfterMinor) };
  const stated = { ...line, before: before(beforeMinor), after: after(afterMinor) };
  return earlierBeforeMinor === 0n ? stated : { ...stated, earlier };
}

/** The lines of a document as a table: one row a line, so that many files can be stacked. */
export function documentCsv(document: BillingDocument): string {
  const { kind, number, issuedOn, dueOn, period, currency, buyerName, providerName } = document;
  const decimal = (minor: bigint) => ({ number: toDecimalString(money(minor, currency)) });
  const common = [kind, number, issuedOn, dueOn ?? "", period.from, period.to, buyerName, providerName];
  const rows = document.lines.map(({ label, detail, amountMinor, tax }, index) => [
    ...common,
    { number: String(index + 1) },
    label,
    detail ?? "",
    currency,
    decimal(amountMinor),
    tax?.category ?? "",
    tax ? { number: rateText(tax.rateBps) } : "",
    tax ? decimal(tax.minor) : "",
    decimal(amountMinor + (tax?.minor ?? 0n)),
    document.corrects?.number ?? "",
  ]);
  return csvTable([HEAD, ...rows]);
}

const HEAD = [
  ...["document", "number", "issued on", "due on", "services from", "services to", "buyer", "provider"],
  ...["line", "description", "detail", "currency", "amount before tax", "VAT category", "VAT rate"],
  ...["VAT", "amount", "corrects"],
];
