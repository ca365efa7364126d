import { z } from "zod";
import {
  EXCLUSION_REASONS,
  type Rounding,
  type SmallSample,
  USUAL_ROUNDING,
  USUAL_SMALL_SAMPLE,
} from "../catalogue/metric-rules.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { Metric } from "../catalogue/service-module.ts";

const typed = z.string().max(4000, "This text is too long.");

/** By which rules a level's figure is made, as people type it; read by `editedFigure`. */
export const figureEditSchema = z.object({
  name: typed,
  window: typed,
  decimals: typed,
  rounding: typed,
  minimumSample: typed,
  /** "excused", "max_misses" or "roll_up". */
  smallSample: typed,
  /** Of "max_misses" alone: more failures than this are a miss, and above the second a failure. */
  maxMisses: typed,
  failAbove: typed,
  /** "not_agreed" strikes the source out. */
  dataSource: typed,
  correctedBy: typed,
  /** Empty: nobody can contest the figure. */
  disputeDays: typed,
  /** The agreed reasons; left out: as before. */
  exclusions: z.array(typed).max(20, "These are too many reasons.").optional(),
  /** Of a contact centre alone; left out: as before. */
  thresholdSeconds: typed.optional(),
  abandoned: typed.optional(),
});

export type FigureEdit = z.infer<typeof figureEditSchema>;

type TextOf = Exclude<keyof FigureEdit, "exclusions">;

/** What a form sends where the parties agreed on no data source. */
export const NOT_AGREED = "not_agreed";

/** The rules as a form shows them; what the contract leaves out is shown as the catalogue completes it. */
export function figureEditOf(level: ServiceLevel, metric: Metric | undefined): FigureEdit {
  const rounding = level.rounding ?? USUAL_ROUNDING;
  const small = level.smallSample ?? USUAL_SMALL_SAMPLE;
  const source = level.dataSource === undefined ? metric?.dataSource : level.dataSource;
  const days = level.disputeDays === undefined ? metric?.disputeDays : level.disputeDays;
  return {
    name: level.name,
    window: level.window ?? "month",
    decimals: String(rounding.decimals),
    rounding: rounding.mode,
    minimumSample: String(level.minimumSample),
    smallSample: small.kind,
    maxMisses: small.kind === "max_misses" ? String(small.max) : "",
    failAbove: small.kind === "max_misses" ? String(small.failAbove ?? "") : "",
    dataSource: source ?? NOT_AGREED,
    correctedBy: level.correctedBy ?? metric?.correctedBy ?? "",
    disputeDays: String(days ?? ""),
    exclusions: inOrder((level.exclusions === undefined ? metric?.exclusions : level.exclusions) ?? []),
    ...(level.callCentre
      ? {
          thresholdSeconds: String(level.callCentre.thresholdSeconds),
          abandoned: level.callCentre.abandoned,
        }
      : {}),
  };
}

/**
 * The rules that differ from what was shown, as the schema of the terms takes them: what nobody touched
 * stays left out, so that saving a form adds no rule to a contract that has none. Figures that cannot be
 * read are NaN, for the schema to refuse.
 */
export function editedFigure(
  level: ServiceLevel,
  edit: FigureEdit,
  metric: Metric | undefined,
): Record<string, unknown> {
  const shown = figureEditOf(level, metric);
  const typedIn = (key: TextOf) => (edit[key] ?? shown[key] ?? "").trim();
  const touched = (...keys: TextOf[]) => keys.some((key) => typedIn(key) !== (shown[key] ?? ""));
  const source = typedIn("dataSource");
  return {
    ...(touched("name") ? { name: edit.name } : {}),
    ...(touched("window") ? { window: typedIn("window") } : {}),
    ...(touched("decimals", "rounding") ? { rounding: roundingFrom(edit) } : {}),
    ...(touched("minimumSample") ? { minimumSample: wholeOf(edit.minimumSample) } : {}),
    ...(touched(...smallKeys(edit)) ? { smallSample: smallSampleFrom(edit) } : {}),
    ...(touched("dataSource") ? { dataSource: source === NOT_AGREED ? null : source } : {}),
    ...(touched("correctedBy") ? { correctedBy: typedIn("correctedBy") } : {}),
    ...(touched("disputeDays")
      ? { disputeDays: typedIn("disputeDays") === "" ? null : wholeOf(edit.disputeDays) }
      : {}),
    ...(edit.exclusions && !sameReasons(edit.exclusions, shown.exclusions ?? [])
      ? { exclusions: inOrder(edit.exclusions) }
      : {}),
    ...(level.callCentre && touched("thresholdSeconds", "abandoned")
      ? {
          callCentre: {
            thresholdSeconds: wholeOf(typedIn("thresholdSeconds")),
            abandoned: typedIn("abandoned"),
          },
        }
      : {}),
  };
}

/** NaN where the text is no whole number, which the schema refuses with its own sentence. */
export function wholeOf(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
}

/** The field of the form in which a rule of the terms was broken; null where the rule is another's. */
export function figureFieldOf(rule: string): string | null {
  if (rule.startsWith("exclusions")) return "figure.exclusions";
  const fields: Record<string, TextOf> = {
    name: "name",
    window: "window",
    "rounding.decimals": "decimals",
    "rounding.mode": "rounding",
    minimumSample: "minimumSample",
    smallSample: "smallSample",
    "smallSample.kind": "smallSample",
    "smallSample.max": "maxMisses",
    "smallSample.failAbove": "failAbove",
    dataSource: "dataSource",
    correctedBy: "correctedBy",
    disputeDays: "disputeDays",
    "callCentre.thresholdSeconds": "thresholdSeconds",
    "callCentre.abandoned": "abandoned",
  };
  const field = Object.hasOwn(fields, rule) ? fields[rule] : undefined;
  return field ? `figure.${field}` : null;
}

/** The failures that a small month may have say something only where it is judged by them. */
function smallKeys(edit: FigureEdit): TextOf[] {
  return edit.smallSample.trim() === "max_misses"
    ? ["smallSample", "maxMisses", "failAbove"]
    : ["smallSample"];
}

function roundingFrom(edit: FigureEdit): Record<keyof Rounding, unknown> {
  return { decimals: wholeOf(edit.decimals), mode: edit.rounding.trim() };
}

function smallSampleFrom(edit: FigureEdit): { kind: string } & Record<string, unknown> {
  const kind = edit.smallSample.trim() as SmallSample["kind"];
  switch (kind) {
    case "max_misses":
      return {
        kind,
        max: wholeOf(edit.maxMisses),
        ...(edit.failAbove.trim() === "" ? {} : { failAbove: wholeOf(edit.failAbove) }),
      };
    case "roll_up":
      return { kind, window: "quarter" };
    default:
      return { kind };
  }
}

/** In the catalogue's order, each once; a reason that it does not know stays, for the schema to refuse. */
function inOrder(reasons: readonly string[]): string[] {
  const rank = (reason: string) => {
    const index = EXCLUSION_REASONS.findIndex((one) => one === reason);
    return index < 0 ? EXCLUSION_REASONS.length : index;
  };
  return [...new Set(reasons)].sort((left, right) => rank(left) - rank(right));
}

function sameReasons(left: readonly string[], right: readonly string[]): boolean {
  return inOrder(left).join() === inOrder(right).join();
}
