import { Status, type StatusTone } from "../../components/status.tsx";

const SHOWN: Record<string, { tone: StatusTone; words: string }> = {
  warning_needs_response: { tone: "risk", words: "The bank asks: answer" },
  warning_under_review: { tone: "held", words: "The bank asks: under review" },
  warning_closed: { tone: "fine", words: "Question closed" },
  needs_response: { tone: "risk", words: "Needs an answer" },
  under_review: { tone: "held", words: "With the bank" },
  won: { tone: "fine", words: "Won" },
  lost: { tone: "breached", words: "Lost" },
  prevented: { tone: "fine", words: "Prevented" },
  appeal_needs_response: { tone: "risk", words: "Lost: an appeal is possible" },
  appeal_under_review: { tone: "held", words: "Lost: appeal under review" },
};

/** Where a dispute of a payment stands. A word of Stripe's that is new stands for itself. */
export function DisputeStanding({ status }: { status: string }) {
  const shown = SHOWN[status] ?? { tone: "neutral" as const, words: status.replaceAll("_", " ") };
  return <Status tone={shown.tone}>{shown.words}</Status>;
}
