import { rational } from "../../shared/rational.ts";
import { attainmentOf, type Count, membershipOf } from "../attainment.ts";
import type { KindReading, MonthInput } from "../level-figure.ts";
import { wilsonInterval } from "../month-interval.ts";
import { attainmentItem, type ItemVerdict, itemBundle } from "../month-item.ts";
import { verdictOf } from "../verdict.ts";
import { deskFigure } from "./desk-figure.ts";

/** Items in time ÷ items whose clock stopped in the window, plus those still open and late at its end. */
export function readClocks(input: MonthInput): KindReading {
  const { level, period } = input;
  const entries = itemVerdicts(input).map((one) => ({ one, entry: attainmentItem(one) }));
  const members = entries.filter(({ entry }) => membershipOf(entry, period) !== "not_in_month");
  const { net, gross, excluded, voided, misses } = attainmentOf({
    items: members.map(({ entry }) => entry),
    period,
    minimumSample: level.minimumSample,
  });
  return {
    n: net.n,
    hits: net.met,
    misses: misses.length,
    excluded,
    voided,
    value: shareOf(net),
    gross: shareOf(gross),
    interval: wilsonInterval(net.met, net.n),
    desk: deskFigure(members.map(({ one }) => one.item)),
    counted: null,
    verdicts: members.map(({ one }) => one),
  };
}

/** Every item that the level covers, with its bundle and verdict as of the window's end. */
export function itemVerdicts(input: MonthInput): ItemVerdict[] {
  const before = input.period.to.toString();
  const verdicts: ItemVerdict[] = [];
  for (const item of input.items) {
    const bundle = itemBundle({ item, level: input.level, rules: input.rules, asOf: input.asOf, before });
    if (bundle) verdicts.push({ item, bundle, result: verdictOf(bundle) });
  }
  return verdicts;
}

function shareOf({ met, n }: Count) {
  return n === 0 ? null : rational(BigInt(met) * 100n, BigInt(n));
}
