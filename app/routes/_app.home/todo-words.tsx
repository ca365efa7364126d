import { Link } from "@remix-run/react";
import { numberText } from "../../components/count-words.ts";
import { When } from "../../components/date-time.tsx";
import { Status } from "../../components/status.tsx";
import type { TodoItem } from "../../components/todo-list.tsx";
import type { Waiting } from "./route.tsx";

/** Lower is more pressing. */
export type RankedItem = TodoItem & { rank: number };

/** The open work of one engagement that waits for this side today. */
export function workItem(row: Waiting, side: "buyer" | "provider"): RankedItem {
  const work = `/engagements/${row.engagementId}/work`;
  const queue = `/queue?engagement=${row.engagementId}`;
  if (side === "buyer") {
    return {
      rank: 20,
      id: `work-${row.engagementId}`,
      status: <Status tone="held">Waiting on you</Status>,
      text: `${row.title}, ${row.provider} — ${items(row.waitingOnBuyer, "waits", "wait")} for your answer`,
      sub: "Their clocks stand still until you answer",
      action: <Link to={`${work}?state=waiting`}>Answer</Link>,
    };
  }
  if (row.dueSoon === 0) {
    return {
      rank: 3,
      id: `work-${row.engagementId}`,
      status: <Status tone="breached">Past the limit</Status>,
      text: `${row.title}, ${row.buyer} — ${items(row.overdue, "is", "are")} open past the limit`,
      sub: "They count as missed in every month in which they stay open",
      action: <Link to={queue}>Open the work</Link>,
    };
  }
  return {
    rank: 0,
    id: `work-${row.engagementId}`,
    status: (
      <Status tone="risk">
        Breach by{" "}
        {row.nextDue ? <When instant={row.nextDue} zone={row.zone} format="weekday" /> : "tomorrow"}
      </Status>
    ),
    text: `${row.title}, ${row.buyer} — ${items(row.dueSoon, "reaches its limit", "reach their limit")} within a day`,
    sub: `${numberText(row.openItems)} open, ${numberText(row.overdue)} past their limit already`,
    action: <Link to={queue}>Open the work</Link>,
  };
}

function items(count: number, one: string, many: string): string {
  return count === 1 ? `1 item ${one}` : `${numberText(count)} items ${many}`;
}
