import { isDecimal } from "../shared/decimal.ts";
import { parseMoney } from "../shared/parse-money.ts";
import type { InputIssue } from "../shared/refusals.ts";
import { baselineFromMonths, type PastMonth, type SealedBaseline, sealedBaseline } from "./baseline.ts";
import { bpsOfPercent } from "./percent-input.ts";
import type { OutcomePrice } from "./price-terms.ts";
import type { PriceEdit, PricesEdit, TriggerEdit } from "./prices-edit.input.ts";
import type { Terms } from "./terms.ts";

/** The priced part of the terms, as far as it could be read, with what could not. */
export type TypedPrices = { terms: Terms; issues: InputIssue[] };

type Reader = ReturnType<typeof reader>;

/**
 * Reads what people typed over `base`, without judging it: figures that cannot be read stand as 0 and have
 * an issue on their field. Needs no schema, so that a page can price what is being typed.
 */
export function typedPrices(
  base: Terms,
  p: { edit: PricesEdit; history: readonly PastMonth[] },
): TypedPrices {
  const { edit } = p;
  const read = reader(base.currency);
  const { prices, collar, earnBack, ratchet, termination, creditsBorneBy, ...plain } = base;
  const typed = {
    prices: edit.prices.map((one, at) => priceFrom(one, { at, base, read, history: p.history })),
    termination: edit.termination.map((one, at) => triggerFrom(one, { at: `termination.${at}`, read })),
  };
  const terms: Terms = {
    ...plain,
    scheme: schemeFrom(base, { edit, read }),
    serviceLevels: base.serviceLevels.map(({ critical: _critical, ...level }) =>
      edit.criticalLevels.includes(level.id) ? { ...level, critical: true } : level,
    ),
    ...(typed.prices.length > 0 ? { prices: typed.prices } : {}),
    ...collarFrom(edit, read),
    ...earnBackFrom(edit, read),
    ...ratchetFrom(edit, read),
    ...(typed.termination.length > 0 ? { termination: typed.termination } : {}),
    ...(edit.creditsBorneBy === "provider" ? { creditsBorneBy: "provider" as const } : {}),
  };
  return { terms, issues: read.issues };
}

function schemeFrom(base: Terms, { edit, read }: { edit: PricesEdit; read: Reader }): Terms["scheme"] {
  if (edit.scheme === "at_risk_pool") {
    const poolBps = read.percent("pool", edit.pool);
    return { kind: "at_risk_pool", poolBps, capBps: poolBps };
  }
  if (edit.scheme !== "service_points") read.refuse("scheme", "Choose how a missed level is priced.");
  const rowsOf = (levelId: string) => edit.bands.find((one) => one.levelId === levelId)?.rows ?? [];
  const bands = base.serviceLevels.map((level, index) => [
    level.id,
    rowsOf(level.id).map((row, at) => ({
      ...(row.atLeast.trim() === ""
        ? {}
        : { atLeast: read.decimal(`bands.${index}.${at}.atLeast`, row.atLeast) }),
      points: read.whole(`bands.${index}.${at}.points`, row.points),
    })),
  ]);
  return {
    kind: "service_points",
    valuePerPointMinor: read.money("pointValue", edit.pointValue),
    capBps: read.percent("pointCap", edit.pointCap),
    bands: Object.fromEntries(bands),
  };
}

type PriceContext = { at: number; base: Terms; read: Reader; history: readonly PastMonth[] };

function priceFrom(one: PriceEdit, p: PriceContext): OutcomePrice {
  const { read, base } = p;
  const at = `prices.${p.at}`;
  const id = one.id || freeId(base, p.at);
  if (one.kind === "gain_share") {
    const { baseline, baselineHash, baselineSource } = baselineOf(one, { ...p, id });
    return {
      ...{ kind: "gain_share", id, levelId: one.levelId, baseline, baselineHash },
      ...(baselineSource ? { baselineSource } : {}),
      unitValueMinor: read.money(`${at}.unitValue`, one.unitValue),
      shareBps: read.percent(`${at}.share`, one.share),
      floorMinor: read.money(`${at}.floor`, one.floor),
      capMinor: read.money(`${at}.cap`, one.cap),
    };
  }
  if (one.kind !== "bonus_malus") read.refuse(`${at}.kind`, "Choose what is priced.");
  return {
    ...{ kind: "bonus_malus", id, levelId: one.levelId },
    reference: read.decimal(`${at}.reference`, one.reference),
    step: read.decimal(`${at}.step`, one.step),
    perStepMinor: read.money(`${at}.perStep`, one.perStep),
    ...(one.deadband.trim() === "" ? {} : { deadband: read.decimal(`${at}.deadband`, one.deadband) }),
    maxMalusMinor: read.money(`${at}.maxMalus`, one.maxMalus),
    maxBonusMinor: read.money(`${at}.maxBonus`, one.maxBonus),
  };
}

type Baseline = Pick<SealedBaseline, "baseline" | "baselineHash"> & Partial<SealedBaseline>;

/** A baseline is frozen: it stays as it is until somebody takes another one. */
function baselineOf(one: PriceEdit, p: PriceContext & { id: string }): Baseline {
  const at = `prices.${p.at}`;
  const known = p.base.prices?.find((price) => price.id === p.id);
  if (one.baselineFrom === "keep" && known?.kind === "gain_share" && known.levelId === one.levelId)
    return known;
  if (one.baselineFrom === "months") {
    const count = p.read.whole(`${at}.baselineMonths`, one.baselineMonths);
    const found = baselineFromMonths({ levelId: one.levelId, count, history: p.history });
    if (found) return found;
    p.read.refuse(`${at}.baselineMonths`, "There are not so many frozen months that measured this level.");
    return { baseline: "0", baselineHash: "" };
  }
  const note = one.baselineNote.trim();
  if (note === "") p.read.refuse(`${at}.baselineNote`, "Say where the baseline comes from.");
  const baseline = p.read.decimal(`${at}.baseline`, one.baseline);
  return sealedBaseline({ levelId: one.levelId, baseline, source: { kind: "typed", note } });
}

function freeId(base: Terms, at: number): string {
  const taken = new Set((base.prices ?? []).map((price) => price.id));
  let number = at + 1;
  while (taken.has(`price-${number}`)) number += 1;
  return `price-${number}`;
}

function triggerFrom(one: TriggerEdit, { at, read }: { at: string; read: Reader }) {
  const months = () => read.whole(`${at}.months`, one.months);
  switch (one.kind) {
    case "failures_within":
      return {
        ...{ kind: "failures_within" as const, failures: read.whole(`${at}.failures`, one.failures) },
        months: months(),
      };
    case "critical_failure":
      return { kind: "critical_failure" as const };
    case "credits_above":
      return {
        ...{ kind: "credits_above" as const, shareBps: read.percent(`${at}.share`, one.share) },
        months: months(),
      };
    default:
      if (one.kind !== "consecutive_misses") read.refuse(`${at}.kind`, "Choose when the contract may end.");
      return { kind: "consecutive_misses" as const, levelId: one.levelId, months: months() };
  }
}

function collarFrom(edit: PricesEdit, read: Reader): Pick<Terms, "collar"> {
  if (isEmpty(edit.maxReduction, edit.maxIncrease)) return {};
  return {
    collar: {
      maxReductionBps: read.percent("maxReduction", edit.maxReduction),
      maxIncreaseBps: read.percent("maxIncrease", edit.maxIncrease),
    },
  };
}

function earnBackFrom(edit: PricesEdit, read: Reader): Pick<Terms, "earnBack"> {
  if (edit.earnBackLevels.length === 0 && isEmpty(edit.earnBackMonths, edit.earnBackWait)) return {};
  return {
    earnBack: {
      levelIds: edit.earnBackLevels,
      monthsNeeded: read.whole("earnBackMonths", edit.earnBackMonths),
      waitMonths: read.whole("earnBackWait", edit.earnBackWait),
    },
  };
}

function ratchetFrom(edit: PricesEdit, read: Reader): Pick<Terms, "ratchet"> {
  if (isEmpty(edit.ratchetMonths, edit.ratchetShare)) return {};
  return {
    ratchet: {
      bestMonths: read.whole("ratchetMonths", edit.ratchetMonths),
      gapShareBps: read.percent("ratchetShare", edit.ratchetShare),
    },
  };
}

function isEmpty(...texts: readonly string[]): boolean {
  return texts.every((text) => text.trim() === "");
}

/** Reads figures and remembers, once a field, what it could not read. */
function reader(currency: string) {
  const issues: InputIssue[] = [];
  const refuse = (field: string, message: string) => {
    if (!issues.some((one) => one.field === field)) issues.push({ field, message });
  };
  return {
    issues,
    refuse,
    /** Minor units as text. */
    money(field: string, text: string): string {
      const read = parseMoney(text, currency, { allowZero: true });
      if (!read.ok) refuse(field, read.message);
      return read.ok ? String(read.money.amountMinor) : "0";
    },
    percent(field: string, text: string): number {
      const bps = bpsOfPercent(text);
      if (bps === null) refuse(field, "Write a percentage such as 12.5, with two decimals at most.");
      return bps ?? 0;
    },
    decimal(field: string, text: string): string {
      if (!isDecimal(text.trim())) refuse(field, "Write a number such as 98.5.");
      return isDecimal(text.trim()) ? text.trim() : "0";
    },
    whole(field: string, text: string): number {
      if (!/^\d{1,9}$/.test(text.trim())) refuse(field, "Write a whole number.");
      return Number(text.trim().match(/^\d{1,9}$/)?.[0] ?? 0);
    },
  };
}
