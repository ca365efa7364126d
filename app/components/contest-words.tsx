import { Status, type StatusTone } from "./status.tsx";

const PARTY: Record<string, string> = {
  buyer: "buyer",
  provider: "provider",
  account_manager: "account manager",
};

/** "account_manager" → "account manager" */
export function partyWord(party: string): string {
  return PARTY[party] ?? party;
}

const TONES: Record<string, StatusTone> = {
  open: "held",
  disputed: "risk",
  accepted: "fine",
  refused: "neutral",
  withdrawn: "neutral",
};

/** Where a contest stands, and who has to do something. */
export function ContestStatus({ contest }: { contest: { state: string; waitsFor?: string | null } }) {
  const tone = TONES[contest.state] ?? "neutral";
  if (contest.waitsFor) return <Status tone={tone}>Waits for the {partyWord(contest.waitsFor)}</Status>;
  return <Status tone={tone}>{contest.state.charAt(0).toUpperCase() + contest.state.slice(1)}</Status>;
}

/** How a correction stands. */
export function CorrectionStatus({ state }: { state: string }) {
  if (state === "proposed") return <Status tone="held">Waits to be accepted</Status>;
  return state === "accepted" ? (
    <Status tone="fine">Accepted</Status>
  ) : (
    <Status tone="neutral">Refused</Status>
  );
}

const STEPS: Record<string, string> = {
  open: "put it forward",
  accept: "accepted it",
  refuse: "refused it",
  withdraw: "withdrew it",
  rule_for: "ruled for it",
  rule_against: "ruled against it",
};

/** What somebody did, in the past tense. */
export function stepWord(action: string): string {
  return STEPS[action] ?? action.replaceAll("_", " ");
}
