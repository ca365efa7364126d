import { VARIANTS } from "../catalogue/formula-words.ts";
import {
  CORRECTOR_WORDS,
  EXCLUSION_WORDS,
  roundingWords,
  SOURCE_WORDS,
  smallSampleWords,
  WINDOW_WORDS,
} from "../catalogue/level-definition.ts";
import { samplingPlanWords } from "../catalogue/sampling-plan.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";

export type FigureFact = { field: keyof ServiceLevel; label: string; text: string };

/** The rules of a figure that a contract writes out itself, in words; none where it leaves them out. */
export function figureFacts(level: ServiceLevel): FigureFact[] {
  const { window, rounding, smallSample, dataSource, correctedBy, exclusions, disputeDays } = level;
  return [
    ...fact("window", "window", window && WINDOW_WORDS[window]),
    ...fact("rounding", "rounding", rounding && roundingWords(rounding)),
    ...fact(
      "smallSample",
      "small months",
      smallSample && smallSampleWords(smallSample, level.minimumSample),
    ),
    ...fact(
      "dataSource",
      "data from",
      agreed(dataSource, (source) => SOURCE_WORDS[source]),
    ),
    ...fact("correctedBy", "may correct", correctedBy && CORRECTOR_WORDS[correctedBy]),
    ...fact(
      "exclusions",
      "exclusions",
      agreed(exclusions, (list) => list.map((one) => EXCLUSION_WORDS[one]).join(", ") || "none"),
    ),
    ...fact(
      "disputeDays",
      "contest within",
      agreed(disputeDays, (days) => `${days} ${days === 1 ? "day" : "days"}`),
    ),
    ...fact("samplePlan", "sample", agreed(level.samplePlan, samplingPlanWords)),
    ...fact(
      "callCentre",
      "calls",
      level.callCentre &&
        `threshold ${level.callCentre.thresholdSeconds} seconds; ${VARIANTS[level.callCentre.abandoned]}`,
    ),
  ];
}

/** "“Days to onboard” is measured by these rules: window: each month · data from: an imported file." */
export function figureParagraphs(levels: readonly ServiceLevel[]): string[] {
  return levels.flatMap((level) => {
    const facts = figureFacts(level).map(({ label, text }) => `${label}: ${text}`);
    return facts.length === 0 ? [] : [`“${level.name}” is measured by these rules: ${facts.join(" · ")}.`];
  });
}

function fact(field: keyof ServiceLevel, label: string, text: string | undefined): FigureFact[] {
  return text === undefined ? [] : [{ field, label, text }];
}

/** Null says that the parties struck the rule out. */
function agreed<Value>(value: Value | null | undefined, words: (value: Value) => string) {
  if (value === undefined) return undefined;
  return value === null ? "not agreed" : words(value);
}
