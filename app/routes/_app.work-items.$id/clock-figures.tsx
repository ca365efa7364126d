import { Duration } from "../../components/date-time.tsx";
import { type KeyFigure, KeyFigures } from "../../components/key-figures.tsx";
import {
  ClockMoment,
  ClockStatus,
  HOLDER_WORDS,
} from "../_app.engagements.$id.work._index/clock-status.tsx";
import type { ItemShown, ShownClock } from "./item-shown.ts";

/**
 * Up to two clocks, and how long each side held the longest of them: four figures say where the work
 * stands.
 */
export function ClockFigures({ item }: { item: ItemShown }) {
  const clocks = [...item.clocks].sort((left, right) => right.targetSeconds - left.targetSeconds);
  const [longest] = clocks;
  if (!longest) return null;
  const totals = heldTotals(longest);
  const held = ["provider", "buyer", "third_party", "automation"].flatMap((holder): KeyFigure[] => {
    const seconds = totals.get(holder);
    if (!seconds && holder !== "provider" && holder !== "buyer") return [];
    const name = HOLDER_WORDS[holder] ?? holder;
    const note =
      holder === "provider" || holder === "automation" ? "counts against the target" : "does not count";
    return [
      {
        label: `${name} held the clock`,
        value: <Duration seconds={seconds ?? 0} />,
        note: `business time, ${note}`,
      },
    ];
  });
  return (
    <KeyFigures
      figures={[...clocks.slice(0, 2).map((clock) => clockFigure(clock, item.zone)), ...held].slice(0, 4)}
    />
  );
}

/** Business seconds by holder over the whole life of a clock. */
export function heldTotals(clock: ShownClock): Map<string, number> {
  return new Map(clock.held.map((one) => [one.holder, one.businessSeconds]));
}

function clockFigure(clock: ShownClock, zone: string): KeyFigure {
  const left = clock.targetSeconds - clock.netSeconds;
  const isOpen = clock.verdict === "pending";
  const tones = { met: "met", breached: "breached" } as const;
  const tone = tones[clock.verdict as keyof typeof tones];
  return {
    label: (
      <>
        {clock.levelName}, target <Duration seconds={clock.targetSeconds} />
      </>
    ),
    value: isOpen ? (
      <>
        <Duration seconds={left} /> left
      </>
    ) : (
      <Duration seconds={clock.netSeconds} />
    ),
    note: (
      <>
        <ClockStatus clock={clock} /> <ClockMoment clock={clock} zone={zone} />
      </>
    ),
    ...(tone ? { tone } : {}),
  };
}
