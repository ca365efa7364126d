import { type ClockSpan, ClockTimeline } from "../../components/clock-timeline.tsx";
import { durationText, momentText } from "../../components/date-text.ts";
import { useReaderLocale } from "../../components/locale.tsx";
import type { ItemShown } from "./item-shown.ts";

type Clock = ItemShown["clocks"][number];

const CLOCK_LABELS: Record<string, string> = {
  acknowledge: "Answer",
  restore: "Restore",
  resolve: "Resolve",
};

const HELD = { provider: "provider", buyer: "buyer", third_party: "third party" } as const;

/** The life of one clock drawn over business time: when it ran, who held it, when it would be late. */
export function ClockPicture({ item, clock }: { item: ItemShown; clock: Clock }) {
  const locale = useReaderLocale();
  const { zone } = item;
  const text = (instant: string) => momentText({ instant, zone, locale, style: "weekday" });
  const drawn = clock.intervals.filter((one) => one.state !== "closed");
  const running = drawn
    .flatMap((one) => inOpenHours(one, clock.windows, one.state === "running" ? "running" : "paused"))
    .flatMap((span) => lateFrom(span, clock.breachAt ?? null));
  const held = drawn.flatMap((one) => {
    const parts = inOpenHours(one, clock.windows, one.holder === "provider" ? "provider" : "buyer");
    const holder = HELD[(one.holder ?? "provider") as keyof typeof HELD];
    const text = `${holder} ${durationText(one.businessSeconds)}`;
    return parts.map((part, index) => (index === 0 ? { ...part, text } : part));
  });
  const last = clock.windows.at(-1)?.end ?? "";
  const used = durationText(clock.netSeconds);
  const isOpen = clock.state === "running" || clock.state === "paused";
  const inPicture = (at: string) => at <= last;
  const breach = clock.breachAt && inPicture(clock.breachAt) ? clock.breachAt : null;
  return (
    <ClockTimeline
      label={`${clock.levelName}: ${used} of ${durationText(clock.targetSeconds)} used`}
      zone={zone}
      windows={clock.windows}
      rows={[
        { label: CLOCK_LABELS[clock.name] ?? "Runs", spans: running },
        { label: "Held by", spans: held },
      ]}
      events={marksOf(item, last)}
      {...(isOpen ? { now: { at: clock.asOf, text: `now, ${text(clock.asOf)}` } } : {})}
      {...(breach ? { breach: { at: breach, text: `late ${text(breach)}` } } : {})}
    />
  );
}

/** What ran after the breach is drawn as late, so that the picture shows by how much. */
function lateFrom(span: ClockSpan, breachAt: string | null): ClockSpan[] {
  if (span.kind !== "running" || breachAt === null || breachAt >= span.end) return [span];
  if (breachAt <= span.start) return [{ ...span, kind: "late" }];
  return [
    { ...span, end: breachAt },
    { ...span, start: breachAt, kind: "late" },
  ];
}

/** The open parts of a stretch: closed time is never drawn as if the clock had run. */
function inOpenHours(
  stretch: { from: string; to: string },
  windows: Clock["windows"],
  kind: ClockSpan["kind"],
): ClockSpan[] {
  return windows.flatMap((window) => {
    const [, start = window.start] = [stretch.from, window.start].sort();
    const [end = window.end] = [stretch.to, window.end].sort();
    return start < end ? [{ start, end, kind }] : [];
  });
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
