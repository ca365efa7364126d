import { Status, type StatusTone } from "../../components/status.tsx";

const WORDS: Readonly<Record<string, { tone: StatusTone; word: string }>> = {
  draft: { tone: "neutral", word: "Draft" },
  offered: { tone: "held", word: "Offered" },
  countersigned: { tone: "held", word: "Countersigned" },
  active: { tone: "met", word: "In force" },
  withdrawn: { tone: "neutral", word: "Withdrawn" },
  declined: { tone: "neutral", word: "Declined" },
};

export const CONTRACT_STATES = Object.entries(WORDS).map(([state, { word }]) => ({ state, word }));

/** The state of a contract in a word, and whose move it is where somebody's is awaited. */
export function ContractState(props: {
  state: string;
  waitingFor?: string | null;
  viewerParty?: string | null;
}) {
  const { state, waitingFor, viewerParty } = props;
  const { tone, word } = WORDS[state] ?? { tone: "neutral" as const, word: state };
  const whose = waitingFor === viewerParty ? "your move" : `waiting for the ${waitingFor}`;
  return (
    <Status tone={waitingFor && waitingFor === viewerParty ? "risk" : tone}>
      {waitingFor ? `${word}, ${whose}` : word}
    </Status>
  );
}
