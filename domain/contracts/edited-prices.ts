import { toDecimalString } from "../shared/format-money.ts";
import { InvalidInput, parseInput } from "../shared/refusals.ts";
import type { PastMonth } from "./baseline.ts";
import { percentNumber } from "./contract-tables.ts";
import type { OutcomePrice } from "./price-terms.ts";
import {
  type PriceEdit,
  type PricesEdit,
  pricesEditSchema,
  type TriggerEdit,
} from "./prices-edit.input.ts";
import { type Terms, termsSchema } from "./terms.ts";
import { typedPrices } from "./typed-prices.ts";

/**
 * The terms with the prices that somebody typed over `base`; nothing else of them changes. Throws
 * InvalidInput, each issue on the field as typed: "pool", "prices.0.perStep", "bands.1".
 */
export function editedPrices(base: Terms, p: { input: unknown; history: readonly PastMonth[] }): Terms {
  const edit = parseInput(pricesEditSchema, p.input);
  const { terms, issues } = typedPrices(base, { edit, history: p.history });
  const parsed = termsSchema.safeParse(terms);
  if (!parsed.success)
    for (const issue of parsed.error.issues) {
      const field = fieldOf(issue.path, terms);
      if (!issues.some((one) => one.field === field)) issues.push({ field, message: issue.message });
    }
  if (!parsed.success || issues.length > 0) throw new InvalidInput(issues);
  return parsed.data;
}

/** The prices as a form shows them first: what `editedPrices` reads back to the same terms. */
export function pricesEditOf(terms: Terms): PricesEdit {
  const money = (minor: string) =>
    toDecimalString({ amountMinor: BigInt(minor), currency: terms.currency });
  const { scheme, collar, earnBack, ratchet } = terms;
  const points = scheme.kind === "service_points" ? scheme : null;
  return {
    scheme: scheme.kind,
    pool: scheme.kind === "at_risk_pool" ? percentNumber(scheme.poolBps) : "",
    pointValue: points ? money(points.valuePerPointMinor) : "",
    pointCap: points ? percentNumber(points.capBps) : "",
    bands: terms.serviceLevels.map((level) => ({
      levelId: level.id,
      rows: (points?.bands[level.id] ?? []).map((band) => ({
        atLeast: band.atLeast ?? "",
        points: String(band.points),
      })),
    })),
    prices: (terms.prices ?? []).map((price) => priceEdit(price, money)),
    maxReduction: collar ? percentNumber(collar.maxReductionBps) : "",
    maxIncrease: collar ? percentNumber(collar.maxIncreaseBps) : "",
    earnBackLevels: [...(earnBack?.levelIds ?? [])],
    earnBackMonths: earnBack ? String(earnBack.monthsNeeded) : "",
    earnBackWait: earnBack ? String(earnBack.waitMonths) : "",
    ratchetMonths: ratchet ? String(ratchet.bestMonths) : "",
    ratchetShare: ratchet ? percentNumber(ratchet.gapShareBps) : "",
    criticalLevels: terms.serviceLevels.filter((level) => level.critical).map((level) => level.id),
    termination: (terms.termination ?? []).map(triggerEdit),
    creditsBorneBy: terms.creditsBorneBy ?? "shared",
  };
}

/** An outcome price before anything is typed. */
export const NO_PRICE: PriceEdit = {
  ...{ id: "", kind: "", levelId: "", reference: "", step: "", perStep: "", deadband: "" },
  ...{ maxMalus: "", maxBonus: "", baselineFrom: "typed", baseline: "", baselineNote: "" },
  ...{ baselineMonths: "", unitValue: "", share: "", floor: "", cap: "" },
};

function priceEdit(price: OutcomePrice, money: (minor: string) => string): PriceEdit {
  const { id, kind, levelId } = price;
  if (price.kind === "gain_share")
    return {
      ...NO_PRICE,
      ...{ id, kind, levelId, baselineFrom: "keep", baseline: price.baseline },
      baselineNote: price.baselineSource?.kind === "typed" ? price.baselineSource.note : "",
      baselineMonths:
        price.baselineSource?.kind === "months" ? String(price.baselineSource.months.length) : "",
      unitValue: money(price.unitValueMinor),
      share: percentNumber(price.shareBps),
      floor: money(price.floorMinor),
      cap: money(price.capMinor),
    };
  return {
    ...NO_PRICE,
    ...{ id, kind, levelId, reference: price.reference, step: price.step },
    perStep: money(price.perStepMinor),
    deadband: price.deadband ?? "",
    maxMalus: money(price.maxMalusMinor),
    maxBonus: money(price.maxBonusMinor),
  };
}

function triggerEdit(trigger: NonNullable<Terms["termination"]>[number]): TriggerEdit {
  return {
    kind: trigger.kind,
    levelId: "levelId" in trigger ? trigger.levelId : "",
    months: "months" in trigger ? String(trigger.months) : "",
    failures: "failures" in trigger ? String(trigger.failures) : "",
    share: "shareBps" in trigger ? percentNumber(trigger.shareBps) : "",
  };
}

const NAMES: Readonly<Record<string, string>> = {
  "scheme.poolBps": "pool",
  "scheme.valuePerPointMinor": "pointValue",
  "collar.maxReductionBps": "maxReduction",
  "collar.maxIncreaseBps": "maxIncrease",
  "earnBack.levelIds": "earnBackLevels",
  "earnBack.monthsNeeded": "earnBackMonths",
  "earnBack.waitMonths": "earnBackWait",
  "ratchet.bestMonths": "ratchetMonths",
  "ratchet.gapShareBps": "ratchetShare",
};

/** Where in the form a rule of the terms was broken. */
function fieldOf(path: readonly PropertyKey[], terms: Terms): string {
  const text = path.map(String).join(".");
  if (text === "scheme.capBps") return terms.scheme.kind === "at_risk_pool" ? "pool" : "pointCap";
  if (path[0] === "scheme" && path[1] === "bands") return bandField(path.slice(2), terms);
  const known = Object.entries(NAMES).find(([from]) => text === from || text.startsWith(`${from}.`));
  if (known) return known[1];
  return text
    .replace(/^prices\.(\d+)\.(\w+)Minor$/, "prices.$1.$2")
    .replace(/^(prices|termination)\.(\d+)\.(\w+)Bps$/, "$1.$2.$3")
    .replace(/^prices\.(\d+)\.baselineSource.*/, "prices.$1.baselineNote")
    .replace(/^prices\.(\d+)\.baselineHash$/, "prices.$1.baseline");
}

function bandField([levelId, row, figure]: readonly PropertyKey[], terms: Terms): string {
  const index = terms.serviceLevels.findIndex((level) => level.id === levelId);
  const level = `bands.${Math.max(index, 0)}`;
  return typeof row === "number" && figure !== undefined ? `${level}.${row}.${String(figure)}` : level;
}
