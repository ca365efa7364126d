import { countRatio } from "../catalogue/ratio-rule.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { Metric } from "../catalogue/service-module.ts";
import { canonicalJson } from "../shared/canonical-json.ts";
import { parseDecimal } from "../shared/decimal.ts";
import type { Period } from "../shared/period.ts";
import { compareRationals } from "../shared/rational.ts";
import { sha256Hex } from "../shared/sha256.ts";
import { type Attainment, attainmentOf, measuredFor, measureRatio, membershipOf } from "./attainment.ts";
import { wilsonInterval } from "./month-interval.ts";
import {
  attainmentItem,
  type ItemVerdict,
  isBefore,
  itemBundle,
  type MeasuringRules,
  type MonthItem,
  resolvedInMonth,
} from "./month-item.ts";
import { verdictOf } from "./verdict.ts";

export type LevelStatus = "met" | "missed" | "failed" | "no_data" | "excused";

/** One service level in one month: what the page shows, what is frozen, and what the statement takes. */
export type LevelFigure = {
  levelId: string;
  name: string;
  metric: string;
  kind: ServiceLevel["kind"];
  direction: ServiceLevel["direction"];
  unit: string;
  target: string;
  minimum: string;
  minimumSample: number;
  n: number;
  hits: number;
  /** Per cent with two decimals; null where there is nothing to measure. */
  measured: string | null;
  /** The same without exclusions. */
  gross: string | null;
  excluded: number;
  voided: number;
  misses: number;
  sufficient: boolean;
  /**
   * Nothing is held against the provider: too small a sample, or nothing was due while other work
   * went on.
   */
  excused: boolean;
  status: LevelStatus;
  interval: { low: string; high: string } | null;
  /** The desk's own verdict over the same items, where it gave one. */
  desk: { n: number; met: number; percent: string | null } | null;
  /** Of a ratio: the items counted and the misses among them. A clock level's are its verdicts. */
  counted: { workItemId: string; miss: boolean }[] | null;
  /** The conditions that the clock was measured by; absent where it follows the items' own events. */
  clockRules?: { termsVersion: number | null; hash: string };
};

export type LevelReading = { figure: LevelFigure; verdicts: ItemVerdict[] };

export type MonthInput = {
  items: readonly MonthItem[];
  level: ServiceLevel;
  metric: Metric | undefined;
  rules: MeasuringRules;
  period: Pick<Period, "from" | "to">;
  /** RFC 3339: the month's end, or now where it has not ended. */
  asOf: string;
  /** Whether any work at all was recorded in the month. */
  monthHasWork: boolean;
};

/**
 * Measures one level over a month's items; `verdicts` are those that count in the month, void ones
 * included.
 */
export function measureLevel(input: MonthInput): LevelReading {
  return input.level.kind === "clock_attainment" ? measureClock(input) : measureCount(input);
}

function measureClock(input: MonthInput): LevelReading {
  const { level, period } = input;
  const before = period.to.toString();
  const verdicts: ItemVerdict[] = [];
  for (const item of input.items) {
    const bundle = itemBundle({ item, level, rules: input.rules, asOf: input.asOf, before });
    if (bundle) verdicts.push({ item, bundle, result: verdictOf(bundle) });
  }
  const entries = verdicts.map((one) => ({ one, entry: attainmentItem(one) }));
  const members = entries.filter(({ entry }) => membershipOf(entry, period) !== "not_in_month");
  const attainment = attainmentOf({
    items: members.map(({ entry }) => entry),
    period,
    minimumSample: level.minimumSample,
  });
  const desk = deskFigure(members.map(({ one }) => one.item));
  return {
    figure: {
      ...clockFigure(attainment),
      ...described(input, attainment.net.n, attainment.net.percent, attainment.sufficient),
      desk,
    },
    verdicts: members.map(({ one }) => one),
  };
}

function clockFigure(attainment: Attainment) {
  return {
    n: attainment.net.n,
    hits: attainment.net.met,
    measured: attainment.net.percent,
    gross: attainment.gross.percent,
    excluded: attainment.excluded,
    voided: attainment.voided,
    misses: attainment.misses.length,
    sufficient: attainment.sufficient,
    interval: wilsonInterval(attainment.net.met, attainment.net.n),
    counted: null,
  };
}

function measureCount(input: MonthInput): LevelReading {
  const { level, period, metric } = input;
  const end = period.to.toString();
  const finished = input.items.filter(
    (item) => level.workItemTypes.includes(item.type) && resolvedInMonth(item, period) !== null,
  );
  const asked = finished.map((item) => ({
    id: item.id,
    fields: item.fields,
    eventTypes: item.events.filter((one) => isBefore(one.at, end)).map((one) => one.type as string),
  }));
  const rule = metric?.ratio;
  const each = asked.map((one) => ({
    id: one.id,
    count: rule ? countRatio({ rule, direction: level.direction, items: [one] }) : null,
  }));
  const counted = each.flatMap(({ id, count }) =>
    count && count.denominator > 0 ? [{ workItemId: id, miss: count.misses.length > 0 }] : [],
  );
  const hits = each.reduce((sum, { count }) => sum + (count?.numerator ?? 0), 0);
  const ratio = measureRatio({
    numerator: hits,
    denominator: counted.length,
    minimumSample: level.minimumSample,
  });
  const ids = new Set(counted.map((one) => one.workItemId));
  return {
    figure: {
      n: ratio.n,
      hits,
      measured: ratio.percent,
      gross: ratio.percent,
      excluded: 0,
      voided: 0,
      misses: counted.filter((one) => one.miss).length,
      sufficient: ratio.sufficient,
      interval: wilsonInterval(hits, ratio.n),
      counted,
      ...described(input, ratio.n, ratio.percent, ratio.sufficient),
      desk: deskFigure(finished.filter((item) => ids.has(item.id))),
    },
    verdicts: [],
  };
}

function described(input: MonthInput, n: number, percent: string | null, sufficient: boolean) {
  const { level } = input;
  const { measured, excused: small } = measuredFor({ percent, sufficient, n });
  const excused = small || (n === 0 && input.monthHasWork);
  return {
    levelId: level.id,
    name: level.name,
    metric: level.metric,
    kind: level.kind,
    direction: level.direction,
    unit: level.unit,
    target: level.target,
    minimum: level.minimum,
    minimumSample: level.minimumSample,
    excused,
    status: statusOf(level, { measured, excused }),
    ...rulesUsed(input),
  };
}

/** Names the rules, so that a frozen figure says by which it was made. */
function rulesUsed({ level, rules }: MonthInput): Pick<LevelFigure, "clockRules"> {
  if (!level.clock?.rules) return {};
  const hash = `sha256:${sha256Hex(canonicalJson(level.clock.rules))}`;
  return { clockRules: { termsVersion: rules.termsVersion ?? null, hash } };
}

function statusOf(level: ServiceLevel, p: { measured: string | null; excused: boolean }): LevelStatus {
  if (p.excused) return "excused";
  if (p.measured === null) return "no_data";
  const value = parseDecimal(p.measured);
  const sign = level.direction === "higher" ? 1 : -1;
  if (compareRationals(value, parseDecimal(level.target)) * sign >= 0) return "met";
  return compareRationals(value, parseDecimal(level.minimum)) * sign >= 0 ? "missed" : "failed";
}

function deskFigure(items: readonly MonthItem[]): LevelFigure["desk"] {
  const said = items.filter((item) => item.deskMadeSla !== null);
  if (said.length === 0) return null;
  const met = said.filter((item) => item.deskMadeSla).length;
  const { percent } = measureRatio({ numerator: met, denominator: said.length, minimumSample: 0 });
  return { n: said.length, met, percent };
}
