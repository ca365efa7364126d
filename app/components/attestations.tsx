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

/** What a row shows of a provider's attestations; a page of rows carries this and not every certificate. */
export interface AttestationSummary {
  worst: { tone: StatusTone; text: string };
  levels: { levelName: string; names: string[] }[];
}

/**
 * The one that worries most, as shape and word, and beneath it what holds, each level of checking for
 * itself.
 */
export function Attestations({ all }: { all: readonly AttestationFacts[] }) {
  return <SummedAttestations summary={attestationSummary(all)} />;
}

export function SummedAttestations({ summary }: { summary: AttestationSummary }) {
  const { worst, levels } = summary;
  return (
    <>
      <Status tone={worst.tone}>{worst.text}</Status>
      {levels.map(({ levelName, names }) => (
        <small key={levelName}>
          {levelName}: {names.join(", ")}
        </small>
      ))}
    </>
  );
}

export function attestationSummary(all: readonly AttestationFacts[]): AttestationSummary {
  return { worst: worstOf(all), levels: holdingByLevel(all) };
}

/** One attestation's state in words: "lapsed 2 days ago", "lapses in 19 days". */
export function AttestationStatus({ one }: { one: AttestationFacts }) {
  const { tone, text } = statusOf(one);
  return <Status tone={tone}>{text}</Status>;
}

/** The state that a reader must know first; lapsed before expiring before declared. */
export function worstOf(all: readonly AttestationFacts[]): { tone: StatusTone; text: string } {
  const current = withoutReplaced(all);
  const lapsed = current.filter((one) => one.state === "lapsed").sort((a, b) => b.daysLeft - a.daysLeft)[0];
  if (lapsed) return { tone: "breached", text: `${lapsed.name} lapsed ${daysText(-lapsed.daysLeft)} ago` };
  const expiring = current
    .filter((one) => one.state === "expiring")
    .sort((a, b) => a.daysLeft - b.daysLeft)[0];
  if (expiring) return { tone: "risk", text: `${expiring.name} lapses in ${daysText(expiring.daysLeft)}` };
  const seen = current.filter((one) => one.level !== "declared");
  if (seen.length > 0)
    return { tone: "fine", text: seen.length === 1 ? "Holds" : `All ${seen.length} hold` };
  if (current.length > 0) return { tone: "held", text: "Declared only, not yet seen" };
  return { tone: "neutral", text: "None shown" };
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

/** A lapsed one whose successor holds is history, not news. */
function withoutReplaced(all: readonly AttestationFacts[]): AttestationFacts[] {
  const holding = new Set(all.filter((one) => one.state === "valid").map((one) => one.name));
  return all.filter((one) => one.state === "valid" || !holding.has(one.name));
}

function holdingByLevel(all: readonly AttestationFacts[]): { levelName: string; names: string[] }[] {
  const holding = all.filter((one) => one.state === "valid" || one.state === "expiring");
  const levels = [
    ...new Set(
      ["verified", "evidence_seen", "declared"].flatMap((level) =>
        holding.filter((one) => one.level === level).map((one) => one.levelName),
      ),
    ),
  ];
  return levels.map((levelName) => ({
    levelName,
    names: [...new Set(holding.filter((one) => one.levelName === levelName).map((one) => one.name))],
  }));
}

function daysText(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
