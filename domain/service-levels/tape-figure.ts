import { rational } from "../shared/rational.ts";
import { attainmentFrom, type Count, measureRatio } from "./attainment.ts";
import { judged } from "./judged-figure.ts";
import type { LevelFigure, MonthInput } from "./level-figure.ts";
import { windowOf } from "./level-window.ts";
import { wilsonInterval } from "./month-interval.ts";
import type { TapeTally } from "./month-tally.ts";

/** The figure of a clock level from what its tapes came to: the one that measureLevel makes of the items. */
export function tapeFigure(input: Omit<MonthInput, "items">, tally: TapeTally): LevelFigure {
  const { net, gross, excluded, voided } = attainmentFrom(tally, input.level.minimumSample);
  const whole: MonthInput = { ...input, items: [] };
  const reading = {
    n: net.n,
    hits: net.met,
    misses: net.breached,
    excluded,
    voided,
    value: shareOf(net),
    gross: shareOf(gross),
    interval: wilsonInterval(net.met, net.n),
    desk: deskOf(tally.desk),
    counted: null,
    verdicts: [],
  };
  return judged({ input: whole, window: windowOf(whole, "month"), reading }).figure;
}

function deskOf({ n, met }: TapeTally["desk"]): LevelFigure["desk"] {
  if (n === 0) return null;
  return { n, met, percent: measureRatio({ numerator: met, denominator: n, minimumSample: 0 }).percent };
}

function shareOf({ met, n }: Count) {
  return n === 0 ? null : rational(BigInt(met) * 100n, BigInt(n));
}
