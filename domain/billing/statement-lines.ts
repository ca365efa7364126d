import type { Terms } from "../contracts/terms.ts";
import { creditArithmetic } from "../service-levels/credit-arithmetic.ts";
import type { StatementBundle } from "../service-levels/statement-bundle.ts";
import { type AdjustmentLine, adjustmentLines } from "./adjustment-lines.ts";
import type { FrozenLevel } from "./frozen-level.ts";
import type { RatedLine } from "./rating/rate-line.ts";
import { ratedLinesOf } from "./rating/rated-bundle.ts";

/** One level on the statement: what was measured against what, and the credit with its multiplication. */
export type StatementLine = {
  levelId: string;
  name: string;
  unit: string;
  direction: "higher" | "lower";
  outcome: string;
  measured: string | null;
  target: string;
  minimum: string | null;
  n: number;
  /** What n counts: items, or outages of an availability, whose share is of hours. */
  counts: "items" | "outages";
  misses: number;
  excluded: number;
  /** YYYY-MM: the first month that the figure was read over; null: the statement's own. */
  windowFrom: string | null;
  interval: { low: string; high: string } | null;
  /** The part of its share that the level pays, in basis points. */
  shareBps: number;
  creditMinor: bigint;
  sentence: string;
};

/**
 * The lines of a statement, those that cost something first, computed from the bundle by the
 * functions that made it: what the page prints is what the recompute tool finds.
 */
export function statementLines(p: {
  bundle: StatementBundle;
  terms: Pick<Terms, "serviceLevels" | "prices">;
  levels: readonly FrozenLevel[];
}): {
  /** What fee and charges are made of; null where the contract has a flat fee alone. */
  charges: RatedLine[] | null;
  lines: StatementLine[];
  adjustments: AdjustmentLine[];
  capSentence: string | null;
} {
  const { levels, capSentence } = creditArithmetic(p.bundle);
  const lines = levels.map((level): StatementLine => {
    const promised = p.terms.serviceLevels.find((one) => one.id === level.id);
    const figure = p.levels.find((one) => one.levelId === level.id);
    return {
      levelId: level.id,
      name: promised?.name ?? level.id,
      unit: promised?.unit ?? "%",
      direction: promised?.direction ?? "higher",
      outcome: level.outcome,
      measured: level.measured,
      target: level.target,
      minimum: level.minimum,
      n: figure?.n ?? 0,
      counts: figure?.detail?.kind === "uptime" ? "outages" : "items",
      misses: figure?.misses ?? 0,
      excluded: figure?.excluded ?? 0,
      windowFrom: figure?.window?.from || null,
      interval: figure?.interval ?? null,
      shareBps: shareOf(level.outcome, promised),
      creditMinor: level.creditMinor,
      sentence: level.sentence,
    };
  });
  const ordered = [
    ...lines.filter((one) => one.creditMinor > 0n),
    ...lines.filter((one) => one.creditMinor === 0n),
  ];
  const adjustments = adjustmentLines(p.bundle, p.terms);
  return { charges: ratedLinesOf(p.bundle), lines: ordered, adjustments, capSentence };
}

function shareOf(outcome: string, level: { missBps: number; failBps: number } | undefined): number {
  if (outcome === "missed") return level?.missBps ?? 0;
  return outcome === "failed" || outcome === "no_data" ? (level?.failBps ?? 0) : 0;
}
