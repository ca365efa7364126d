import { When } from "../../components/date-time.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { MonthQuery } from "../../gql/graphql.ts";
import styles from "./month-steps.module.css";

type Month = NonNullable<MonthQuery["monthFigures"]>;

const STEPS = ["computed", "reviewed", "frozen"] as const;

/** The three steps of a month's close, with what each one said and when. */
export function MonthSteps({ month }: { month: Month }) {
  const reached = STEPS.findIndex((step) => step === month.step);
  return (
    <ol className={styles.steps} aria-label="Steps of the month's close">
      {STEPS.map((step, index) => (
        <li key={step} aria-current={index === reached ? "step" : undefined}>
          <Status tone={toneOf(index, reached)}>{capital(step)}</Status>
          <small>{note(step, month)}</small>
        </li>
      ))}
    </ol>
  );
}

function toneOf(index: number, reached: number): StatusTone {
  if (index < reached || (index === reached && index === STEPS.length - 1)) return "fine";
  return index === reached ? "held" : "neutral";
}

function note(step: (typeof STEPS)[number], month: Month) {
  const { review, frozen, zone } = month;
  switch (step) {
    case "computed":
      return month.step === "running" ? "when the month has ended" : "from the recorded work";
    case "reviewed":
      if (!review) return frozen ? "frozen before there were reviews" : "both sides may then contest it";
      return (
        <>
          by {review.reviewedBy}, <When instant={review.reviewedAt} zone={zone} format="short" />
        </>
      );
    case "frozen":
      if (!frozen) return "with hashes, for good";
      return <When instant={frozen.frozenAt} zone={zone} format="short" />;
    default:
      return step satisfies never;
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
