import { formatMoney } from "../shared/format-money.ts";
import { percentText } from "./contract-tables.ts";
import type { OutcomePrice, ServicePointsTerms } from "./price-terms.ts";
import type { Terms } from "./terms.ts";

type Worded = Pick<
  Terms,
  | "currency"
  | "serviceLevels"
  | "prices"
  | "collar"
  | "earnBack"
  | "ratchet"
  | "termination"
  | "creditsBorneBy"
>;

/** How service points price a miss, in one paragraph. */
export function pointsParagraph(
  terms: Pick<Terms, "currency" | "serviceLevels">,
  scheme: ServicePointsTerms,
  locale = "en-US",
): string {
  const levels = terms.serviceLevels.map((level) => {
    const bands = (scheme.bands[level.id] ?? []).map((band) =>
      band.atLeast === undefined ? `else ${band.points}` : `from ${band.atLeast}: ${band.points}`,
    );
    return `${level.name} (${bands.join(", ")})`;
  });
  return (
    "A level below its target costs points, each worth " +
    `${amount(terms, scheme.valuePerPointMinor, locale)}: ${levels.join("; ")}. ` +
    "A level that failed in the month before too costs twice its points."
  );
}

/** What the contract prices beside fee and credits, one sentence each, in the order people read a bill. */
export function pricingParagraphs(terms: Worded, locale = "en-US"): string[] {
  const name = (id: string) => terms.serviceLevels.find((one) => one.id === id)?.name ?? id;
  const { collar, earnBack, ratchet } = terms;
  return [
    ...(terms.prices ?? []).map((price) => priceSentence(terms, price, { name, locale })),
    ...(collar
      ? [
          "Credits and outcome prices together lower a month by " +
            `${percentText(collar.maxReductionBps)} of the fee at most and raise it by ` +
            `${percentText(collar.maxIncreaseBps)} at most.`,
        ]
      : []),
    ...(earnBack
      ? [
          `A credit for ${list(earnBack.levelIds.map(name))} comes back after ` +
            `${months(earnBack.monthsNeeded)} in a row at target; the next one of the same level no ` +
            `sooner than ${months(earnBack.waitMonths)} later.`,
        ]
      : []),
    ...(ratchet
      ? [
          `Each year a target moves to the mean of the ${months(ratchet.bestMonths, "best ")}, by ` +
            `${percentText(ratchet.gapShareBps)} of what is left to perfection at most, and never back.`,
        ]
      : []),
    ...(terms.creditsBorneBy === "provider"
      ? ["The provider alone bears the credits: the commission is a share of the month without them."]
      : []),
    ...(terms.termination ?? []).map((one) => `The buyer may end the contract when ${when(one, name)}.`),
  ];
}

type Trigger = NonNullable<Terms["termination"]>[number];

/** When a trigger is reached: "Resolved in time is missed 3 months in a row". */
export function when(trigger: Trigger, name: (levelId: string) => string): string {
  switch (trigger.kind) {
    case "consecutive_misses":
      return `${name(trigger.levelId)} is missed ${months(trigger.months)} in a row`;
    case "failures_within":
      return `levels fail ${trigger.failures} times within ${months(trigger.months)}`;
    case "critical_failure":
      return "a critical level fails";
    case "credits_above":
      return `credits exceed ${percentText(trigger.shareBps)} of the fees of ${months(trigger.months)}`;
    default:
      return trigger satisfies never;
  }
}

function priceSentence(
  terms: Worded,
  price: OutcomePrice,
  p: { name: (id: string) => string; locale: string },
): string {
  const money = (minor: string) => amount(terms, minor, p.locale);
  if (price.kind === "gain_share")
    return (
      `${p.name(price.levelId)}: the provider receives ${percentText(price.shareBps)} of what is saved ` +
      `against the baseline of ${price.baseline}, at ${money(price.unitValueMinor)} a unit, from ` +
      `${money(price.floorMinor)} to ${money(price.capMinor)} a month.`
    );
  const band = price.deadband ? ` beyond a band of ${price.deadband}` : "";
  return (
    `${p.name(price.levelId)}: ${money(price.perStepMinor)} for every ${price.step} better or worse than ` +
    `${price.reference}${band}, as a bonus of ${money(price.maxBonusMinor)} at most and a malus of ` +
    `${money(price.maxMalusMinor)} at most.`
  );
}

function months(count: number, kind = ""): string {
  return `${count} ${kind}${count === 1 ? "month" : "months"}`;
}

function list(names: readonly string[]): string {
  return names.join(names.length === 2 ? " and " : ", ");
}

function amount(terms: { currency: string }, minor: string, locale: string): string {
  return formatMoney({ amountMinor: BigInt(minor), currency: terms.currency }, locale).replaceAll(
    "\u00a0",
    " ",
  );
}
