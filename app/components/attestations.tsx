import { summaryOfAttestations } from "../../domain/vetting/attestation-summary.ts";
import { Status, type StatusTone } from "./status.tsx";

export interface AttestationFacts {
  name: string;
  /** declared, evidence_seen or verified. */
  level: string;
  levelName: string;
  /** valid, expiring, lapsed or not_yet_valid. */
  state: string;
  daysLeft: number;
}

/** The summary as it comes over GraphQL; `standing` is one of the domain's words. */
export interface AttestationSummary {
  standing: string;
  name: string | null;
  daysLeft: number | null;
  seen: number;
  levels: readonly { levelName: string; names: readonly string[] }[];
}

/**
 * The one that worries most, as shape and word, and beneath it what holds, each level of checking for
 * itself.
 */
export function Attestations({ all }: { all: readonly AttestationFacts[] }) {
  return <SummedAttestations summary={summaryOfAttestations(all)} />;
}

export function SummedAttestations({ summary }: { summary: AttestationSummary }) {
  const { tone, text } = worstIn(summary);
  return (
    <>
      <Status tone={tone}>{text}</Status>
      {summary.levels.map(({ levelName, names }) => (
        <small key={levelName}>{`${levelName}: ${names.join(", ")}`}</small>
      ))}
    </>
  );
}

/** One attestation's state in words: "lapsed 2 days ago", "lapses in 19 days". */
export function AttestationStatus({ one }: { one: AttestationFacts }) {
  const { tone, text } = statusOf(one);
  return <Status tone={tone}>{text}</Status>;
}

/** The state that a reader must know first; lapsed before expiring before declared. */
export function worstOf(all: readonly AttestationFacts[]): { tone: StatusTone; text: string } {
  return worstIn(summaryOfAttestations(all));
}

function worstIn(summary: AttestationSummary): { tone: StatusTone; text: string } {
  const { standing, name, daysLeft, seen } = summary;
  const days = daysText(Math.abs(daysLeft ?? 0));
  switch (standing) {
    case "lapsed":
      return { tone: "breached", text: `${name} lapsed ${days} ago` };
    case "expiring":
      return { tone: "risk", text: `${name} lapses in ${days}` };
    case "holds":
      return { tone: "fine", text: seen === 1 ? "Holds" : `All ${seen} hold` };
    case "declared":
      return { tone: "held", text: "Declared only, not yet seen" };
    default:
      return { tone: "neutral", text: "None shown" };
  }
}

function statusOf(one: AttestationFacts): { tone: StatusTone; text: string } {
  switch (one.state) {
    case "lapsed":
      return { tone: "breached", text: `Lapsed ${daysText(-one.daysLeft)} ago` };
    case "expiring":
      return { tone: "risk", text: `Lapses in ${daysText(one.daysLeft)}` };
    case "not_yet_valid":
      return { tone: "held", text: "Does not hold yet" };
    default:
      return one.level === "declared"
        ? { tone: "held", text: "Declared" }
        : { tone: "fine", text: "Holds" };
  }
}

function daysText(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
