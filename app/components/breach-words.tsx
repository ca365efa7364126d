import { When } from "./date-time.tsx";
import { standingWord } from "./level-words.ts";
import { Status, type StatusTone } from "./status.tsx";

const STATES: Record<string, [StatusTone, string]> = {
  open: ["risk", "Waits for the root cause"],
  proposed: ["held", "Waits for the buyer"],
  sent_back: ["risk", "Sent back"],
  accepted: ["held", "Action under way"],
  measuring: ["neutral", "Effect is awaited"],
  effective: ["met", "Effective"],
  not_effective: ["breached", "Not effective"],
  withdrawn: ["neutral", "Withdrawn"],
};

/** Every state with its words, in the order in which a breach goes through them. */
export const BREACH_STATES = Object.entries(STATES).map(([state, [, words]]) => [state, words] as const);

/** Where a breach stands. */
export function BreachStatus({ state }: { state: string }) {
  const [tone, words] = STATES[state] ?? ["neutral", state];
  return <Status tone={tone}>{words}</Status>;
}

const SEVERITY_TONES: Record<number, StatusTone> = { 1: "neutral", 2: "risk", 3: "breached" };

/** How bad it is: from the figure, and what it was escalated for. */
export function SeverityStatus({ breach }: { breach: { severity: number; severityName: string } }) {
  return <Status tone={SEVERITY_TONES[breach.severity] ?? "neutral"}>{breach.severityName}</Status>;
}

interface Due {
  dueAt?: string | null;
  overdue: boolean;
  zone: string;
}

/** Until when the next step is awaited. */
export function BreachDue({ breach }: { breach: Due }) {
  if (!breach.dueAt) return <>nothing awaited</>;
  const when = <When instant={breach.dueAt} zone={breach.zone} format="short" />;
  return breach.overdue ? <Status tone="breached">was due {when}</Status> : <>due by {when}</>;
}

interface FigureShown {
  measured?: string | null;
  target: string;
  unit: string;
  direction: string;
  counted?: string | null;
  allowed?: string | null;
}

/** A number and its unit stay on one line. */
const NARROW = "\u00a0";

/** "92.3 %, below target 95 %" */
export function breachFigureText(figure: FigureShown, status: string): string {
  const { measured, target, unit, direction, counted, allowed } = figure;
  const held = counted
    ? `${counted} missed where ${allowed} are allowed`
    : `target ${target}${NARROW}${unit}`;
  return `${measured ?? "—"}${NARROW}${unit}, ${standingWord(status, direction)}; ${held}`;
}

const STEPS: Record<string, string> = {
  opened: "opened the breach",
  changed: "read the month again",
  planned: "stated the cause and an action",
  accepted: "accepted the action",
  sent_back: "sent the plan back",
  finished: "said that the action is done",
  escalated: "escalated it",
  unanswered: "escalated the missing answer",
  measured: "measured the effect",
  ruled: "ruled on the effect",
  withdrawn: "withdrew it",
};

/** What somebody did, in the past tense. */
export function breachStepWord(action: string): string {
  return STEPS[action] ?? action;
}
