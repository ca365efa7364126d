import { Status, type StatusTone } from "../../components/status.tsx";

const SHOWN: Record<string, { tone: StatusTone; words: string }> = {
  held: { tone: "held", words: "Held" },
  scheduled: { tone: "neutral", words: "Scheduled" },
  pending: { tone: "neutral", words: "On its way" },
  unknown: { tone: "held", words: "Unknown, being checked" },
  failed: { tone: "breached", words: "Refused" },
  sent: { tone: "fine", words: "Sent" },
};

/** Where a payout stands; `inPart` where it went out and a part of it is held. */
export function PayoutState({ state, inPart = false }: { state: string; inPart?: boolean }) {
  if (state === "sent" && inPart) return <Status tone="held">Sent in part</Status>;
  const { tone, words } = SHOWN[state] ?? { tone: "neutral" as const, words: state };
  return <Status tone={tone}>{words}</Status>;
}
