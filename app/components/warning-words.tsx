import { Duration, When } from "./date-time.tsx";
import { Status, type StatusTone } from "./status.tsx";

export interface WarningFacts {
  step: string;
  levelName: string;
  /** Null where it is of a breach. */
  targetSeconds: number | null;
  breachAt: string | null;
  zone: string;
  /** What was said at a breach's step. */
  note?: string | null;
  forecast?: { ahead: number; handlingSeconds: number; sample: number; doneAt: string } | null;
}

const TONES: Record<string, StatusTone> = {
  "50": "neutral",
  "75": "neutral",
  "90": "risk",
  predicted: "risk",
  breach: "breached",
  opened: "risk",
  planned: "held",
  sent_back: "risk",
  escalated: "breached",
  unanswered: "breached",
  withdrawn: "fine",
  termination: "breached",
  notice: "breached",
};

/** What a warning is of, as shape and word. */
export function WarningStatus({ step }: { step: string }) {
  return <Status tone={TONES[step] ?? "neutral"}>{stepWords(step)}</Status>;
}

const BREACH_STEPS: Record<string, string> = {
  opened: "Month below target",
  planned: "Action to answer",
  accepted: "Action accepted",
  sent_back: "Action sent back",
  finished: "Action done",
  escalated: "Escalated",
  unanswered: "Answer overdue",
  measured: "Effect measured",
  ruled: "Ruled on",
  withdrawn: "Breach withdrawn",
};

export function stepWords(step: string): string {
  if (step === "termination") return "Termination trigger reached";
  if (step === "notice") return "Notice given";
  const ofBreach = BREACH_STEPS[step];
  if (ofBreach) return ofBreach;
  if (step === "breach") return "Target has run out";
  if (step === "predicted") return "Breach foreseen";
  return `${step} % of the target used`;
}

/** Which promise it is about, when it runs out and, of a breach foreseen, what that rests on. */
export function WarningReason({ warning }: { warning: WarningFacts }) {
  const { levelName, targetSeconds, breachAt, zone, forecast, step } = warning;
  if (targetSeconds === null || breachAt === null) return <>{warning.note}</>;
  return (
    <>
      {levelName}, target <Duration seconds={targetSeconds} />;{" "}
      {step === "breach" ? "ran out" : "as of the warning runs out"}{" "}
      <When instant={breachAt} zone={zone} format="short" />
      {forecast ? (
        <>
          . {forecast.ahead} open items fall due earlier; at <Duration seconds={forecast.handlingSeconds} />{" "}
          an item (median of {forecast.sample}) it would be done{" "}
          <When instant={forecast.doneAt} zone={zone} format="short" />
        </>
      ) : null}
    </>
  );
}
