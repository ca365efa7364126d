import { useFetcher } from "@remix-run/react";
import { useRef, useState } from "react";
import type { Terms } from "../../../domain/contracts/terms.ts";
import type { HeldPiece } from "../../../domain/service-levels/clock-held.ts";
import { clockSamples } from "../../../domain/service-levels/clock-samples.ts";
import { type TriedClock, triedOnItem, triedOnSample } from "../../../domain/service-levels/tried-clock.ts";
import { Button } from "../../components/button.tsx";
import { ClockTimeline } from "../../components/clock-timeline.tsx";
import { durationText } from "../../components/date-text.ts";
import type { FoundLife } from "../_app.work-items.lives/route.ts";
import styles from "./terms.module.css";

type Level = Terms["serviceLevels"][number];
type Props = {
  /** With the conditions as they are typed. */
  level: Level;
  /** With those before. */
  before: Level;
  priorities: readonly string[];
  terms: Terms;
};

/** A life beside the conditions, a made-up one or that of a real item, and the clock they make of it. */
export function RuleTryOut(props: Props) {
  const samples = clockSamples(props.priorities);
  const found = useFetcher<{ lives: FoundLife[] }>();
  const lives = found.data?.lives ?? [];
  const [id, setId] = useState(samples[0]?.id ?? "");
  const life = lives.find((one) => one.id === id);
  const sample = samples.find((one) => one.id === id) ?? samples[0];
  if (!sample) return null;
  const on = (level: Level) =>
    life
      ? triedOnItem({ life, level, terms: props.terms })
      : triedOnSample({ sample, level, terms: props.terms });
  const [made, earlier] = [on(props.level), on(props.before)];
  return (
    <section className={styles.tryOut} aria-label="Try the conditions">
      <label>
        Try it on{" "}
        <select value={id} onChange={(event) => setId(event.currentTarget.value)}>
          {[...samples, ...lives].map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <FindItem found={found} />
      <div aria-live="polite">
        <p>{outcome(made)}</p>
        <p className={styles.note}>By the conditions before: {outcome(earlier)}</p>
        {life ? <OwnClocks life={life} /> : null}
      </div>
      {made ? (
        <ClockTimeline
          label={`The clock of ${life ? life.name : "the sample"}`}
          zone={life ? (props.terms.calendar?.zone ?? "UTC") : "UTC"}
          windows={made.windows}
          rows={[
            { label: "Clock", spans: made.pieces.map(spanOf) },
            ...(earlier ? [{ label: "Before", spans: earlier.pieces.map(spanOf) }] : []),
          ]}
          events={(life ?? sample).events.map((event) => ({ at: event.at, text: event.type }))}
        />
      ) : null}
    </section>
  );
}

/** Not a form: it stands inside the contract's, which must not be sent. */
function FindItem({ found }: { found: ReturnType<typeof useFetcher<{ lives: FoundLife[] }>> }) {
  const box = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState("");
  const find = () => {
    const reference = box.current?.value.trim() ?? "";
    setAsked(reference);
    if (reference !== "") found.load(`/work-items/lives?reference=${encodeURIComponent(reference)}`);
  };
  const none = asked !== "" && found.state === "idle" && found.data?.lives.length === 0;
  return (
    <p>
      <label>
        or on a work item of yours, by its reference{" "}
        <input
          ref={box}
          maxLength={200}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            find();
          }}
        />
      </label>{" "}
      <Button onClick={find}>{found.state === "idle" ? "Find it" : "Looking…"}</Button>{" "}
      <span role="status">{none ? `No work item of yours has the reference ${asked}.` : null}</span>
    </p>
  );
}

function OwnClocks({ life }: { life: FoundLife }) {
  return (
    <p className={styles.note}>
      Under its own contract:{" "}
      {life.clocks.map((one) => `${one.levelName} ${one.verdict}, ${used(one)}`).join("; ") || "no clock"}.
    </p>
  );
}

function spanOf(piece: HeldPiece) {
  return { start: piece.from, end: piece.to, kind: piece.state };
}

function used({ netSeconds, targetSeconds }: { netSeconds: number; targetSeconds: number }): string {
  return `${durationText(netSeconds)} of ${durationText(targetSeconds)}`;
}

function outcome(tried: TriedClock | null): string {
  if (!tried) return "The clock does not start.";
  const { result } = tried;
  switch (result.verdict) {
    case "met":
      return `Met: it used ${used(result)}.`;
    case "breached":
      return `Missed: it used ${used(result)}.`;
    case "void":
      return "Cancelled: it counts for nobody.";
    case "pending":
      return `Still ${result.state}: it has used ${used(result)}.`;
    case "none":
      return "It has no verdict.";
    default:
      return result.verdict satisfies never;
  }
}
