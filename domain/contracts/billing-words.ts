import { moduleByCode, workItemTypeById } from "../catalogue/catalogue.ts";
import { dateWords } from "../shared/date-words.ts";
import { formatMoney } from "../shared/format-money.ts";
import { priceText } from "../shared/price-text.ts";
import type { BillingLine, BillingTerms, QuantitySource } from "./billing-terms.ts";
import { percentText } from "./contract-tables.ts";
import type { Terms } from "./terms.ts";

type BilledTerms = Pick<Terms, "billing" | "currency" | "moduleCode">;

/** What a month costs beside the fee, a paragraph a line; none where the contract has a flat fee alone. */
export function billingParagraphs(terms: BilledTerms): string[] {
  return billingFacts(terms).map(({ name, text }) => `${name}: ${text}`);
}

/** The same with the name of each line apart, for a comparison of versions. */
export function billingFacts(terms: BilledTerms): { id: string; name: string; text: string }[] {
  const { billing } = terms;
  if (!billing) return [];
  return [
    ...billing.lines.map((line) => ({ id: line.id, name: line.name, text: lineWords(line, terms) })),
    ...furtherFacts(billing, terms.currency),
    {
      id: "days",
      name: "Partial months",
      text:
        "in the contract's first and last month the monthly fee, fixed lines, seats, baselines and the " +
        "minimum count by the day, as a part of the whole month's days.",
    },
  ];
}

function furtherFacts(billing: BillingTerms, currency: string) {
  const { minimumMinor, yearlyMinimumMinor, purchaseOrder, costCentre } = billing;
  const facts: { id: string; name: string; text: string }[] = [];
  if (minimumMinor !== undefined) {
    const text =
      `a month costs at least ${amount(minimumMinor, currency)} before credits; what is missing is a line of ` +
      "its own.";
    facts.push({ id: "minimum", name: "Minimum commitment", text });
  }
  if (yearlyMinimumMinor !== undefined) {
    const text =
      `a year of the contract, counted from its first day, costs at least ` +
      `${amount(yearlyMinimumMinor, currency)} before credits; what is missing is a line of the month in ` +
      "which the year ends. A month that lies in two years counts in each by its days, and a year that the " +
      "contract cuts short by the days it has.";
    facts.push({ id: "yearlyMinimum", name: "Yearly minimum commitment", text });
  }
  if (purchaseOrder) {
    const covered = purchaseOrder.amountMinor;
    const limit = covered === undefined ? "" : `, which covers ${amount(covered, currency)}`;
    facts.push({ id: "purchaseOrder", name: "Purchase order", text: `${purchaseOrder.number}${limit}.` });
  }
  if (costCentre) facts.push({ id: "costCentre", name: "Cost centre", text: `${costCentre}.` });
  return facts;
}

function lineWords(line: BillingLine, terms: BilledTerms): string {
  const risk = "atRisk" in line && line.atRisk === false ? " Service credits are no share of it." : "";
  const taxed = line.taxedAs === undefined ? "" : ` It is taxed as ${line.taxedAs.replaceAll("_", " ")}.`;
  return `${priceWords(line, terms)}.${risk}${taxed}`;
}

function priceWords(line: BillingLine, terms: BilledTerms): string {
  const { currency } = terms;
  switch (line.kind) {
    case "fixed":
      return `${amount(line.amountMinor, currency)} a month`;
    case "per_unit":
      return `${price(line.unitPriceMinor, currency)} each, for ${countWords(line.quantity, terms)}`;
    case "per_employee":
      return `${price(line.unitPriceMinor, currency)} a person a month, for ${countWords(line.quantity, terms)}`;
    case "per_seat":
      return (
        `${price(line.unitPriceMinor, currency)} a seat a month, ${line.seats} seats as signed; a head count ` +
        "that either side states holds from its day on"
      );
    case "tiered":
      return `${bandWords(line.bands, currency)}, for ${countWords(line.quantity, terms)}`;
    case "baseline":
      return (
        `the fee covers ${line.baseline} a month, counting ${countWords(line.quantity, terms)}; beyond ` +
        `${percentText(line.deadBandBps)} of that a unit more costs ${price(line.additionalMinor, currency)} ` +
        `and a unit less gives ${price(line.reducedMinor, currency)} back`
      );
    case "milestone":
      return (
        `${amount(line.amountMinor, currency)}, due by ${dateWords(line.dueOn)}; the provider says with what ` +
        "evidence it is delivered, the buyer accepts it or refuses it with a reason, and it is billed in " +
        "the month of the acceptance and in no other"
      );
    case "pass_through":
      return passThroughWords(line, currency);
    default:
      return line satisfies never;
  }
}

function passThroughWords(line: Extract<BillingLine, { kind: "pass_through" }>, currency: string): string {
  const markup = line.markupBps === 0 ? "as they are" : `with ${percentText(line.markupBps)} on top`;
  const cap =
    line.capMinor === undefined
      ? ""
      : `, together at most ${amount(line.capMinor, currency)} a month; what goes beyond is not charged`;
  return (
    `costs of others that the provider lays out, each with its receipt and ${markup}${cap}; a cost is billed ` +
    "once the buyer has approved it. No service credit is a share of them"
  );
}

function bandWords(bands: Extract<BillingLine, { kind: "tiered" }>["bands"], currency: string): string {
  return bands
    .map(({ upTo, unitPriceMinor }, at) => {
      const each = `${price(unitPriceMinor, currency)} each`;
      if (upTo !== undefined) return at === 0 ? `${each} up to ${upTo}` : `then ${each} up to ${upTo}`;
      return at === 0 ? each : `then ${each}`;
    })
    .join(", ");
}

/** What is counted, in words. */
function countWords(source: QuantitySource, terms: Pick<Terms, "moduleCode">): string {
  const unit = unitOf(terms, source);
  const of = `${typeWords(terms, source)} accepted in the month`;
  switch (source.by) {
    case "count":
      return of;
    case "sum":
      return `the sum of “${unit}” over ${of}`;
    case "distinct":
      return `every different “${unit}” among ${of}`;
    case "largest":
      return `the largest “${unit}” among ${of}`;
    default:
      return source satisfies never;
  }
}

/** What is counted, in the catalogue's words: "tickets", or "documents" of batches. */
export function unitOf(terms: Pick<Terms, "moduleCode">, source: QuantitySource): string {
  if (source.by === "count") return typeWords(terms, source);
  const module = moduleByCode(terms.moduleCode);
  const type = module && workItemTypeById(module, source.type);
  return (type?.fields.find((one) => one.id === source.field)?.name ?? source.field).toLowerCase();
}

function typeWords({ moduleCode }: Pick<Terms, "moduleCode">, { type }: QuantitySource): string {
  const module = moduleByCode(moduleCode);
  return ((module && workItemTypeById(module, type)?.plural) ?? type).toLowerCase();
}

function amount(minor: string, currency: string): string {
  return formatMoney({ amountMinor: BigInt(minor), currency }).replaceAll("\u00a0", " ");
}

function price(minor: string, currency: string): string {
  return priceText(minor, currency).replaceAll("\u00a0", " ");
}
