import { Status, type StatusTone } from "../../components/status.tsx";

const TONES: Readonly<Record<string, StatusTone>> = { onboarding: "held", active: "met", ended: "neutral" };

/** The state of an engagement as shape and word. */
export function EngagementState({ state, stateName }: { state: string; stateName: string }) {
  return <Status tone={TONES[state] ?? "neutral"}>{stateName}</Status>;
}
