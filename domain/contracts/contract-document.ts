import { moduleByCode } from "../catalogue/catalogue.ts";
import { rulesInWords } from "../catalogue/clock-words.ts";
import { dateWords } from "../shared/date-words.ts";
import { formatMoney } from "../shared/format-money.ts";
import { attestationName } from "../vetting/attestation.ts";
import { billingParagraphs } from "./billing-words.ts";
import { breachParagraphs } from "./breach-edit.ts";
import { hoursClauses } from "./contract-hours.ts";
import { levelTable, percentText } from "./contract-tables.ts";
import { figureParagraphs } from "./figure-words.ts";
import { pointsParagraph, pricingParagraphs } from "./price-words.ts";
import { silenceParagraph } from "./silence-terms.ts";
import type { Terms } from "./terms.ts";
import { worstCreditOf } from "./worst-month.ts";

/**
 * A part of the contract as people read it; clauses are data so that versions can be compared word by
 * word.
 */
export type Clause = {
  /** Stays the same from version to version: "fee". */
  id: string;
  heading: string;
  paragraphs: string[];
  table: ClauseTable | null;
};

export type ClauseTable = { columns: string[]; rows: string[][] };

export type ContractParty = { name: string; city: string; country: string };

export type ContractFacts = { terms: Terms; number: number; buyer: ContractParty; provider: ContractParty };

/** The contract in words, made from its terms alone: nothing is agreed that is not also data. */
export function contractClauses(facts: ContractFacts): Clause[] {
  const { terms } = facts;
  return [
    clause("parties", "Parties", [
      `This statement of work is made between ${addressed(facts.buyer)} (the buyer) and ` +
        `${addressed(facts.provider)} (the provider).`,
    ]),
    clause("scope", "Scope", [
      `The provider delivers ${moduleByCode(terms.moduleCode)?.name ?? terms.moduleCode} to the ` +
        `buyer: ${terms.title}.`,
      terms.summary,
    ]),
    outcomesClause(terms),
    levelsClause(terms),
    ...breachClauses(terms),
    ...hoursClauses(terms),
    feeClause(terms),
    clause("credits", "At-risk pool and credits", creditParagraphs(terms)),
    clause("term", "Term and notice", [
      `The work counts from ${dateWords(terms.startsOn)} and the contract runs for ${terms.termMonths} ` +
        `${terms.termMonths === 1 ? "month" : "months"}. Either side may end it with ` +
        `${terms.noticeDays} days' notice.`,
      "Where the start lies before the signatures, both sides agree that work from that day counts.",
    ]),
    attestationsClause(terms),
    clause("signature", "Signature", [
      "The provider countersigns first and the buyer's signature completes the contract. Each " +
        "signature belongs " +
        "to one version and its text; a new version needs new signatures.",
    ]),
  ];
}

/** The text whose hash is signed: one form, whatever page shows it. Lines end in LF. */
export function documentText(facts: ContractFacts): string {
  const lines = [`STATEMENT OF WORK: ${facts.terms.title}`, `Version ${facts.number}`, ""];
  for (const [index, one] of contractClauses(facts).entries()) {
    lines.push(`${index + 1}. ${one.heading}`, ...one.paragraphs);
    if (one.table) lines.push(...[one.table.columns, ...one.table.rows].map((row) => row.join(" | ")));
    lines.push("");
  }
  return lines.join("\n");
}

function outcomesClause(terms: Terms): Clause {
  return {
    ...clause("outcomes", "Outcomes", ["The provider owes these results:"]),
    table: {
      columns: ["Outcome", "Accepted when"],
      rows: terms.outcomes.map((one) => [one.text, one.acceptance]),
    },
  };
}

function levelsClause(terms: Terms): Clause {
  const reopened =
    terms.reopenPolicy === "continue"
      ? `Work reopened within ${terms.reopenWindowDays} days continues on its own clock.`
      : `Work reopened within ${terms.reopenWindowDays} days starts a new clock.`;
  return {
    ...clause("service-levels", "Service levels", [
      "Measured each month on the work items of that month. A level between target and minimum is " +
        "missed, " +
        "below its minimum it has failed; below the smallest sample it is reported and costs nothing.",
      reopened,
      ...contestParagraphs(terms),
      ...figureParagraphs(terms.serviceLevels),
      ...ruleParagraphs(terms),
    ]),
    table: levelTable(terms),
  };
}

/** A clause of its own where the parties agreed on anything. */
function breachClauses({ breaches }: Terms): Clause[] {
  const paragraphs = breachParagraphs(breaches);
  return paragraphs.length === 0 ? [] : [clause("breaches", "Missed months", paragraphs)];
}

/** Named where the parties agreed on days of their own; else the document reads as it always did. */
function contestParagraphs({ contestDays }: Terms): string[] {
  if (contestDays === undefined) return [];
  const days = `${contestDays} calendar ${contestDays === 1 ? "day" : "days"}`;
  return [
    `Each party may contest a month within ${days} after it was sent for review; the other has ${days} to answer.`,
  ];
}

/** The clocks with conditions of their own, in sentences; the others follow the events of the work. */
function ruleParagraphs(terms: Terms): string[] {
  return terms.serviceLevels.flatMap((level) =>
    level.clock?.rules
      ? [`The clock “${level.clock.name}” of “${level.name}”: ${rulesInWords(level.clock.rules).join(" ")}`]
      : [],
  );
}

function feeClause(terms: Terms): Clause {
  return clause("fee", "Fee and payment", [
    `The buyer pays ${amount(terms, BigInt(terms.monthlyFeeMinor))} a month, before tax. Credits are ` +
      "deducted on " +
      `the month's statement. An invoice is due ${terms.paymentTermsDays} days after it is issued.`,
    `The marketplace keeps a commission of ${percentText(terms.commissionBps)} of the fee after credits.`,
    ...billingParagraphs(terms),
    // Contracts that say nothing keep the text that was signed.
    ...(terms.silence ? [silenceParagraph(terms)] : []),
  ]);
}

function creditParagraphs(terms: Terms): string[] {
  const worst = worstCreditOf(terms);
  return [
    terms.scheme.kind === "at_risk_pool"
      ? `${percentText(terms.scheme.poolBps)} of the monthly fee is at risk. A level's credit is the ` +
        "fee, times the pool, times the level's weight, times the share that a miss or a failure costs."
      : pointsParagraph(terms, terms.scheme),
    `Credits take at most ${percentText(terms.scheme.capBps)} of a month's fee. A month in which ` +
      "every level " +
      `fails brings a credit of ${amount(terms, worst)}.`,
    ...pricingParagraphs(terms),
  ];
}

function attestationsClause(terms: Terms): Clause {
  const names = terms.requiredAttestations.map(attestationName);
  return clause("attestations", "Attestations", [
    names.length === 0
      ? "No attestation is a condition of this contract."
      : `The provider holds these attestations when either side signs: ${names.join(", ")}.`,
  ]);
}

function clause(id: string, heading: string, paragraphs: string[]): Clause {
  return { id, heading, paragraphs, table: null };
}

function addressed(party: ContractParty): string {
  return [party.name, party.city, party.country].filter((part) => part.trim() !== "").join(", ");
}

function amount(terms: Terms, amountMinor: bigint): string {
  return formatMoney({ amountMinor, currency: terms.currency }, "en-US").replaceAll("\u00a0", " ");
}
