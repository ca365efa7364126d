import { formatDecimal } from "../shared/decimal.ts";
import { formatMoney } from "../shared/format-money.ts";
import type { LevelOutcome } from "./at-risk-pool.ts";
import type { LevelCredit } from "./credit-scheme.ts";
import type { StatementBundle } from "./statement-bundle.ts";
import { type StatementFigures, statementFigures } from "./statement-result.ts";

/** One level's credit, step by step, for a page and the credit sheet. Amounts in minor units. */
export type LevelArithmetic = {
  id: string;
  outcome: LevelOutcome;
  measured: string | null;
  target: string;
  minimum: string | null;
  /** The factors in the order they are multiplied: "$4,000.00", "12 % pool", "40 % weight", "50 %". */
  factors: string[];
  /**
   * The product before rounding, in minor units with four decimals, where it differs from the rounded one;
   * else null.
   */
  exact: string | null;
  uncappedMinor: bigint;
  creditMinor: bigint;
  /** The whole line: "$4,000.00 × 12 % pool × 40 % weight × 50 % = $96.00". */
  sentence: string;
};

export type StatementArithmetic = {
  levels: LevelArithmetic[];
  figures: StatementFigures;
  /** "$540.00 capped at 12 % of $4,000.00 = $480.00", or null where the cap did not bite. */
  capSentence: string | null;
};

/** Explains a statement with the very figures that statementOf exports. */
export function creditArithmetic(bundle: StatementBundle, locale = "en-US"): StatementArithmetic {
  const figures = statementFigures(bundle);
  const show = (amountMinor: bigint) => formatMoney({ amountMinor, currency: bundle.currency }, locale);
  return {
    figures,
    levels: figures.levels.map((level) => explain(level, show)),
    capSentence: figures.capped
      ? `${show(figures.uncappedMinor)} capped at ${percent(bundle.scheme.capBps)} of ` +
        `${show(figures.feeMinor)} = ${show(figures.capMinor)}`
      : null,
  };
}

function explain(level: LevelCredit, show: (amountMinor: bigint) => string): LevelArithmetic {
  const factors = level.uncappedMinor === 0n && isFree(level.outcome) ? [] : factorsOf(level, show);
  const exact = exactOf(level);
  const product = show(level.uncappedMinor);
  return {
    id: level.id,
    outcome: level.outcome,
    measured: level.measured,
    target: level.target,
    minimum: level.kind === "at_risk_pool" ? level.minimum : null,
    factors,
    exact,
    uncappedMinor: level.uncappedMinor,
    creditMinor: level.creditMinor,
    sentence: factors.length === 0 ? product : sentence(factors, exact, product),
  };
}

function factorsOf(level: LevelCredit, show: (amountMinor: bigint) => string): string[] {
  switch (level.kind) {
    case "at_risk_pool":
      return [
        show(level.feeMinor),
        `${percent(level.poolBps)} pool`,
        `${percent(level.weightBps)} weight`,
        percent(level.shareBps),
      ];
    case "service_points": {
      const points = `${level.bandPoints} ${level.bandPoints === 1 ? "point" : "points"}`;
      return [
        points,
        ...(level.repeated ? ["2 (failed last period too)"] : []),
        show(level.valuePerPointMinor),
      ];
    }
    default:
      return level satisfies never;
  }
}

/** The unrounded product in minor units with four decimals, only where rounding changed it. */
function exactOf(level: LevelCredit): string | null {
  if (level.kind !== "at_risk_pool") return null;
  const { numerator, denominator } = level.exactMinor;
  if (numerator === level.uncappedMinor * denominator) return null;
  return formatDecimal(level.exactMinor, 4);
}

function sentence(factors: readonly string[], exact: string | null, product: string): string {
  const result = exact === null ? product : `${exact} minor units, rounded to ${product}`;
  return `${factors.join(" × ")} = ${result}`;
}

function isFree(outcome: LevelOutcome): boolean {
  return outcome === "met" || outcome === "excused";
}

/** 1250 is "12.5 %". */
function percent(bps: number): string {
  const fraction = String(bps % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  return `${Math.trunc(bps / 100)}${fraction === "" ? "" : `.${fraction}`} %`;
}
