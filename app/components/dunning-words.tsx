import { Status, type StatusTone } from "./status.tsx";

/** A step of dunning in words: "Second reminder". */
export function stepName(state: string): string {
  const retry = /^retry_(\d)$/.exec(state)?.[1];
  if (retry) return `Reminder ${retry}`;
  return (
    { due: "Due", grace: "Last days", suspended: "Suspended", written_off: "Written off" }[state] ?? state
  );
}

const TONES: Record<string, StatusTone> = {
  due: "neutral",
  grace: "risk",
  suspended: "breached",
  written_off: "breached",
};

/** Where an unpaid invoice stands. */
export function DunningState({ state }: { state: string }) {
  return <Status tone={TONES[state] ?? "risk"}>{stepName(state)}</Status>;
}

/** "1 day", "3 days" */
export function daysText(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}
