import { Link } from "@remix-run/react";
import { WarningReason, WarningStatus } from "../../components/warning-words.tsx";
import type { Warning } from "./route.tsx";
import type { RankedItem } from "./todo-words.tsx";

const RANKS: Record<string, number> = { breach: -3, "90": -2, predicted: -1 };

/** A warning that has not been read, among what needs the reader. */
export function warningItem(warning: Warning): RankedItem {
  return {
    rank: RANKS[warning.step] ?? 2,
    id: `warning-${warning.id}`,
    status: <WarningStatus step={warning.step} />,
    text: `${warning.reference} ${warning.title}, ${warning.engagementTitle}`,
    sub: <WarningReason warning={warning} />,
    action: <Link to={`/work-items/${warning.workItemId}`}>Open the work</Link>,
  };
}
