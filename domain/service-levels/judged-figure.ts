import { type SmallSample, USUAL_ROUNDING, USUAL_SMALL_SAMPLE } from "../catalogue/metric-rules.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import { canonicalJson } from "../shared/canonical-json.ts";
import { parseDecimal } from "../shared/decimal.ts";
import { compareRationals, type Rational } from "../shared/rational.ts";
import { roundedDecimal } from "../shared/rounding.ts";
import { sha256Hex } from "../shared/sha256.ts";
import type {
  CountTarget,
  KindReading,
  LevelFigure,
  LevelReading,
  LevelStatus,
  MonthInput,
} from "./level-figure.ts";
import type { LevelWindow } from "./level-window.ts";

type Judgement = { excused: boolean; against?: CountTarget; reason?: string };

/** A reading under its level: rounded, excused or not, and how it stands to target and minimum. */
export function judged(p: { input: MonthInput; window: LevelWindow; reading: KindReading }): LevelReading {
  const { level } = p.input;
  const { reading, window } = p;
  const { value, gross, verdicts, detail, pending: _why, ...counts } = reading;
  const text = (exact: Rational | null) =>
    exact === null ? null : roundedDecimal(exact, level.rounding ?? USUAL_ROUNDING);
  const measured = text(value);
  const { excused, against, reason } = judgementOf(p);
  return {
    figure: {
      levelId: level.id,
      name: level.name,
      metric: level.metric,
      kind: level.kind,
      direction: level.direction,
      unit: level.unit,
      target: level.target,
      minimum: level.minimum,
      minimumSample: level.minimumSample,
      ...counts,
      measured,
      gross: text(gross),
      sufficient: value !== null && reading.n >= (needsSample(level) ? level.minimumSample : 0),
      excused,
      status: excused
        ? "excused"
        : against
          ? statusOf(against, against.measured)
          : statusOfLevel(level, measured),
      ...(against ? { against } : {}),
      ...(reason ? { reason } : {}),
      ...(window.kind === "month"
        ? {}
        : { window: { kind: window.kind, from: window.from, to: window.to } }),
      ...rulesUsed(p.input),
      ...(level.rounding ? { rounding: level.rounding } : {}),
      ...(detail ? { detail } : {}),
    },
    verdicts,
  };
}

/** Names the clock's own rules, so that a frozen figure says by which it was made. */
function rulesUsed({ level, rules }: MonthInput): Pick<LevelFigure, "clockRules"> {
  if (!level.clock?.rules) return {};
  const hash = `sha256:${sha256Hex(canonicalJson(level.clock.rules))}`;
  return { clockRules: { termsVersion: rules.termsVersion ?? null, hash } };
}

function judgementOf(p: { input: MonthInput; window: LevelWindow; reading: KindReading }): Judgement {
  const { level, monthHasWork } = p.input;
  const { n, misses, value, pending } = p.reading;
  if (value === null && pending) return pending;
  if (value === null)
    return monthHasWork ? { excused: true, reason: "Nothing was due in the month." } : { excused: false };
  if (!p.window.isComplete)
    return { excused: true, reason: "Counts at the end of the quarter; this is the figure so far." };
  const isSmall = needsSample(level) && n > 0 && n < level.minimumSample;
  if (!isSmall) return { excused: false };
  const few = `${n} of the ${level.minimumSample} items that the contract asks for`;
  return smallJudgement(level.smallSample ?? USUAL_SMALL_SAMPLE, { few, misses, window: p.window });
}

function smallJudgement(
  rule: SmallSample,
  p: { few: string; misses: number; window: LevelWindow },
): Judgement {
  switch (rule.kind) {
    case "excused":
      return { excused: true, reason: `${p.few}: nothing is held against the provider.` };
    case "roll_up":
      return {
        excused: true,
        reason:
          p.window.kind === "quarter"
            ? `${p.few}, even over the quarter: nothing is held against the provider.`
            : `${p.few}: the month is rolled up into its quarter.`,
      };
    case "max_misses":
      return {
        excused: false,
        against: {
          direction: "lower",
          target: String(rule.max),
          minimum: String(rule.failAbove ?? Math.max(rule.max + 1, 2 * rule.max)),
          measured: String(p.misses),
        },
        reason: `${p.few}: at most ${rule.max} ${rule.max === 1 ? "miss" : "misses"} instead of the percentage.`,
      };
    default:
      return rule satisfies never;
  }
}

/** A count and a state over time say what they say however few items there are. */
function needsSample(level: Pick<ServiceLevel, "kind">): boolean {
  return level.kind !== "count" && level.kind !== "continuous";
}

function statusOfLevel(level: Borders, measured: string | null): LevelStatus {
  return measured === null ? "no_data" : statusOf(level, measured);
}

type Borders = { direction: "higher" | "lower"; target: string; minimum: string };

/** How a figure stands to target and minimum, whichever way is better. */
export function statusOf(level: Borders, measured: string): "met" | "missed" | "failed" {
  const value = parseDecimal(measured);
  const sign = level.direction === "higher" ? 1 : -1;
  if (compareRationals(value, parseDecimal(level.target)) * sign >= 0) return "met";
  return compareRationals(value, parseDecimal(level.minimum)) * sign >= 0 ? "missed" : "failed";
}
