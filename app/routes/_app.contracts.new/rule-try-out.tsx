import { useState } from "react";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { type HeldPiece, heldPieces } from "../../../domain/service-levels/clock-held.ts";
import { clockSamples } from "../../../domain/service-levels/clock-samples.ts";
import { verdictOf } from "../../../domain/service-levels/verdict.ts";
import { sourcedBundleFor } from "../../../domain/service-levels/verdict-bundle-for.ts";
import { ClockTimeline } from "../../components/clock-timeline.tsx";
import { durationText } from "../../components/date-text.ts";
import styles from "./terms.module.css";

type Level = Terms["serviceLevels"][number];

const DAY = { start: "2026-03-02T08:30:00Z", end: "2026-03-02T15:00:00Z" };

/** A life of an item beside the conditions, and the clock that they make of it. */
export function RuleTryOut(props: { level: Level; priorities: readonly string[]; terms: Terms }) {
  const samples = clockSamples(props.priorities);
  const [id, setId] = useState(samples[0]?.id ?? "");
  const sample = samples.find((one) => one.id === id) ?? samples[0];
  if (!sample) return null;
  const made = sourcedBundleFor({
    id: "sample",
    level: props.level,
    priority: sample.events[0]?.priority ?? "",
    events: sample.events,
    facts: { type: props.level.workItemTypes[0] ?? "", priority: null, tags: sample.tags, site: null },
    // The sample is about the order of events: every hour counts.
    calendar: null,
    reopenPolicy: props.terms.reopenPolicy,
    exclusions: [],
    asOf: DAY.end,
  });
  const pieces = made ? heldPieces({ ...made, events: sample.events }) : [];
  return (
    <section className={styles.tryOut} aria-label="Try the conditions">
      <label>
        Try it on{" "}
        <select value={sample.id} onChange={(event) => setId(event.currentTarget.value)}>
          {samples.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <div aria-live="polite">
        <p>{made ? outcome(verdictOf(made.bundle)) : "The clock does not start."}</p>
      </div>
      {made ? (
        <ClockTimeline
          label="The clock of the sample"
          zone="UTC"
          windows={[DAY]}
          rows={[{ label: "Clock", spans: pieces.map(spanOf) }]}
          events={sample.events.map((event) => ({ at: event.at, text: event.type }))}
        />
      ) : null}
    </section>
  );
}

function spanOf(piece: HeldPiece) {
  return { start: piece.from, end: piece.to, kind: piece.state };
}

function outcome(result: ReturnType<typeof verdictOf>): string {
  const used = `${durationText(result.netSeconds)} of ${durationText(result.targetSeconds)}`;
  switch (result.verdict) {
    case "met":
      return `Met: it used ${used}.`;
    case "breached":
      return `Missed: it used ${used}.`;
    case "void":
      return "Cancelled: it counts for nobody.";
    case "pending":
      return `Still ${result.state}: it has used ${used}.`;
    case "none":
      return "It has no verdict.";
    default:
      return result.verdict satisfies never;
  }
}
