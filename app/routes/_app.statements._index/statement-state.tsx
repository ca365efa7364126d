import { Status, type StatusTone } from "../../components/status.tsx";

export interface StatementStateProps {
  state: string;
  waitsFor: readonly string[];
  waitsForViewer: boolean;
}

/** Where a statement stands, and on whom it waits. */
export function StatementState({ state, waitsFor, waitsForViewer }: StatementStateProps) {
  const { tone, words } = shown({ state, waitsFor, waitsForViewer });
  return <Status tone={tone}>{words}</Status>;
}

function shown(p: StatementStateProps): { tone: StatusTone; words: string } {
  switch (p.state) {
    case "awaiting_approval":
      if (p.waitsForViewer) return { tone: "risk", words: "Waits for your approval" };
      return { tone: "held", words: `Waits for ${p.waitsFor.map((side) => `the ${side}`).join(" and ")}` };
    case "approved":
      return { tone: "neutral", words: "Approved, invoice being made" };
    case "invoiced":
      return { tone: "neutral", words: "Invoiced" };
    case "paid":
      return { tone: "fine", words: "Paid" };
    default:
      return { tone: "neutral", words: "Being drafted" };
  }
}
