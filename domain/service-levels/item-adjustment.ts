import { parseInstantNanoseconds, secondsOf } from "../shared/instant.ts";
import { type ClockOverride, overriddenBundle } from "./clock-override.ts";
import type { Stretch } from "./elapsed-time.ts";
import type { VerdictBundle } from "./verdict-bundle.ts";

export const CONTEST_EFFECTS = ["exclude", "count", "hit", "miss"] as const;
export type ContestEffect = (typeof CONTEST_EFFECTS)[number];

/**
 * An accepted exclusion or contest as one work item carries it. `levelIds` empty: every level. `hit` and
 * `miss` speak to counted levels, `count` to clocks and to downtime, `exclude` to all.
 */
export type ItemAdjustment = {
  contestId: string;
  /** YYYY-MM: the month it was decided for. */
  period: string;
  effect: ContestEffect;
  levelIds: readonly string[];
  from: string | null;
  to: string | null;
};

/** Something a reading may carry adjustments on; absent and empty are the same. */
export type Adjusted = { adjustments?: readonly ItemAdjustment[] };

/** The bundle of an item's clock with the item's adjustments for the level. */
export function adjustedBundle(bundle: VerdictBundle, item: Adjusted, levelId: string): VerdictBundle {
  return overriddenBundle(bundle, forLevel(item, levelId).flatMap(clockOverride));
}

/**
 * How a counted level takes the item after what was decided about it: left out (it then counts for the
 * provider in the net figure, as any excused item), as a hit, as a miss, or null: as it was measured.
 */
export function decidedAs(item: Adjusted, levelId: string): "exclude" | "hit" | "miss" | null {
  const effects = new Set(
    forLevel(item, levelId)
      .filter(isWhole)
      .map((one) => one.effect),
  );
  // Left out wins over both, a miss over a hit: the result must not depend on the order of decisions.
  return (["exclude", "miss", "hit"] as const).find((effect) => effects.has(effect)) ?? null;
}

/** Stretches of an item that were decided on, in epoch seconds: not counted, and counted after all. */
export function decidedStretches(
  item: Adjusted,
  levelId: string,
): { excluded: Stretch[]; counted: Stretch[] } {
  const stretches = (effect: ContestEffect) =>
    forLevel(item, levelId)
      .filter((one) => one.effect === effect)
      .flatMap(({ from, to }) => (from === null || to === null ? [] : [stretchOf(from, to)]));
  return { excluded: stretches("exclude"), counted: stretches("count") };
}

/** What was decided about the item for one level. */
export function adjustmentsFor(item: Adjusted, levelId: string): readonly ItemAdjustment[] {
  return forLevel(item, levelId);
}

/** The item with one more adjustment: how a what-if reads it. */
export function withAdjustment<Item extends Adjusted>(item: Item, adjustment: ItemAdjustment): Item {
  return { ...item, adjustments: [...(item.adjustments ?? []), adjustment] };
}

function forLevel(item: Adjusted, levelId: string): readonly ItemAdjustment[] {
  return (item.adjustments ?? []).filter(
    (one) => one.levelIds.length === 0 || one.levelIds.includes(levelId),
  );
}

function clockOverride({ effect, from, to }: ItemAdjustment): ClockOverride[] {
  return effect === "exclude" || effect === "count" ? [{ effect, from, to }] : [];
}

function stretchOf(from: string, to: string): Stretch {
  const [begins, ends] = [from, to].map(parseInstantNanoseconds);
  if (begins == null || ends == null) throw new RangeError(`"${from}" to "${to}" is no stretch of time.`);
  return { from: secondsOf(begins), to: secondsOf(ends) };
}

function isWhole(one: ItemAdjustment): boolean {
  return one.from === null && one.to === null;
}
