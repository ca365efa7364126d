import { Duration, When } from "./date-time.tsx";
import { Status, type StatusTone } from "./status.tsx";

export interface WarningFacts {
  step: string;
  levelName: string;
  targetSeconds: number;
  breachAt: string;
  zone: string;
  forecast?: { ahead: number; handlingSeconds: number; sample: number; doneAt: string } | null;
}

const TONES: Record<string, StatusTone> = {
  "50": "neutral",
  "75": "neutral",
  "90": "risk",
  predicted: "risk",
  breach: "breached",
};

/** What a warning is of, as shape and word. */
export function WarningStatus({ step }: { step: string }) {
  return <Status tone={TONES[step] ?? "neutral"}>{stepWords(step)}</Status>;
}

export function stepWords(step: string): string {
  if (step === "breach") return "Target has run out";
  if (step === "predicted") return "Breach foreseen";
  return `${step} % of the target used`;
}

/** Which promise it is about, when it runs out and, of a breach foreseen, what that rests on. */
export function WarningReason({ warning }: { warning: WarningFacts }) {
  const { levelName, targetSeconds, breachAt, zone, forecast, step } = warning;
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
