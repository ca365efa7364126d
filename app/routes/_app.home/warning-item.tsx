import { Link } from "@remix-run/react";
import { monthText } from "../../components/behind-figure.ts";
import { WarningReason, WarningStatus } from "../../components/warning-words.tsx";
import type { Warning } from "./route.tsx";
import type { RankedItem } from "./todo-words.tsx";

const RANKS: Record<string, number> = {
  notice: -6,
  termination: -5,
  escalated: -4,
  breach: -3,
  "90": -2,
  predicted: -1,
};

type OfClock = { id: string; workItemId: string | null; levelName: string };

/** Of warnings, newest first, the last that each clock gave: the ones before it say less of the same. */
export function lastOfEachClock<T extends OfClock>(warnings: readonly T[]): T[] {
  const clockOf = (one: T) => (one.workItemId ? `${one.workItemId} ${one.levelName}` : one.id);
  return warnings.filter((one, n) => warnings.findIndex((it) => clockOf(it) === clockOf(one)) === n);
}

/** A warning that has not been read, among what needs the reader. */
export function warningItem(warning: Warning): RankedItem {
  return {
    rank: RANKS[warning.step] ?? 2,
    id: `warning-${warning.id}`,
    status: <WarningStatus step={warning.step} />,
    text: `${subjectOf(warning)}, ${warning.engagementTitle}`,
    sub: <WarningReason warning={warning} />,
    action: <Opener warning={warning} />,
  };
}

function Opener({ warning }: { warning: Warning }) {
  const { breachId, workItemId, engagementId } = warning;
  if (breachId) return <Link to={`/breaches/${breachId}`}>Open the breach</Link>;
  if (workItemId) return <Link to={`/work-items/${workItemId}`}>Open the work</Link>;
  return <Link to={`/engagements/${engagementId}`}>Open the engagement</Link>;
}

function subjectOf({ reference, title, month }: Warning): string {
  if (reference !== null) return `${reference} ${title}`;
  return month ? `${title}, ${monthText(month)}` : title;
}
