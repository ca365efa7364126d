import { type ClockSpan, ClockTimeline } from "../../components/clock-timeline.tsx";
import { durationText, momentText } from "../../components/date-text.ts";
import { useReaderLocale } from "../../components/locale.tsx";
import type { ItemShown } from "./item-shown.ts";

type Clock = ItemShown["clocks"][number];

const HELD = { provider: "provider", buyer: "buyer", third_party: "third party" } as const;

/** The life of one clock drawn over business time: when it ran, who held it, when it would be late. */
export function ClockPicture({ item, clock }: { item: ItemShown; clock: Clock }) {
  const locale = useReaderLocale();
  const { zone } = item;
  const text = (instant: string) => momentText({ instant, zone, locale, style: "weekday" });
  const drawn = clock.intervals.filter((one) => one.state !== "closed");
  const running: ClockSpan[] = drawn.map((one) => ({
    start: one.from,
    end: one.to,
    kind: one.state === "running" ? "running" : "paused",
  }));
  const held: ClockSpan[] = drawn.map((one) => ({
    start: one.from,
    end: one.to,
    kind: one.holder === "provider" ? "provider" : "buyer",
    text: `${HELD[(one.holder ?? "provider") as keyof typeof HELD]} ${durationText(one.businessSeconds)}`,
  }));
  const last = clock.windows.at(-1)?.end ?? "";
  const isOpen = clock.state === "running" || clock.state === "paused";
  const inPicture = (at: string) => at <= last;
  const breach = clock.breachAt && inPicture(clock.breachAt) ? clock.breachAt : null;
  return (
    <ClockTimeline
      label={`${clock.levelName}: ${durationText(clock.netSeconds)} of ${durationText(clock.targetSeconds)} used`}
      zone={zone}
      windows={clock.windows}
      rows={[
        { label: clock.name === "acknowledge" ? "Answer" : "Resolve", spans: running },
        { label: "Held by", spans: held },
      ]}
      events={marksOf(item, last)}
      {...(isOpen && inPicture(clock.asOf)
        ? { now: { at: clock.asOf, text: `now, ${text(clock.asOf)}` } }
        : {})}
      {...(breach ? { breach: { at: breach, text: `late ${text(breach)}` } } : {})}
    />
  );
}

/** At most eight marks, so that the words stay legible; the stream below the picture has all of them. */
function marksOf(item: ItemShown, last: string): { at: string; text: string }[] {
  const seen = new Set<string>();
  const marks = item.events.flatMap((event) => {
    const mark = { at: event.at, text: event.text };
    const key = `${mark.at} ${mark.text}`;
    if (seen.has(key) || event.at > last) return [];
    seen.add(key);
    return [mark];
  });
  return marks.slice(0, 8);
}
