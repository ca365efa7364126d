import { Status, type StatusTone } from "../../components/status.tsx";

const SHOWN: Record<string, { tone: StatusTone; words: string }> = {
  asked: { tone: "neutral", words: "Being issued" },
  issued: { tone: "neutral", words: "On its way to Stripe" },
  settled: { tone: "fine", words: "Settled" },
  stopped: { tone: "breached", words: "Stopped" },
  withdrawn: { tone: "neutral", words: "Withdrawn" },
};

/** Where a credit note stands. */
export function CreditNoteStanding({ note }: { note: { state: string; isUnknown: boolean } }) {
  const shown = SHOWN[note.state] ?? { tone: "neutral" as const, words: note.state };
  if (note.isUnknown) return <Status tone="held">Unknown, being checked</Status>;
  return <Status tone={shown.tone}>{shown.words}</Status>;
}
