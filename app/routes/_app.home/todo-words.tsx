import { Link } from "@remix-run/react";
import { When } from "../../components/date-time.tsx";
import { Status } from "../../components/status.tsx";
import type { TodoItem } from "../../components/todo-list.tsx";
import type { Engagement } from "./route.tsx";

/** Lower is more pressing. */
export type RankedItem = TodoItem & { rank: number };

/** The open work of one engagement that waits for this side today, or null. */
export function workItem(row: Engagement, side: "buyer" | "provider"): RankedItem | null {
  const work = `/engagements/${row.engagementId}/work`;
  if (side === "buyer") {
    if (row.waitingOnBuyer === 0) return null;
    return {
      rank: 20,
      id: `work-${row.engagementId}`,
      status: <Status tone="held">Waiting on you</Status>,
      text: `${row.provider} · ${row.moduleName} — ${items(row.waitingOnBuyer, "waits", "wait")} for your answer`,
      sub: "Their clocks stand still until you answer",
      action: <Link to={`${work}?waiting=buyer`}>Answer</Link>,
    };
  }
  if (row.dueSoon === 0 && row.overdue === 0) return null;
  if (row.dueSoon === 0) {
    return {
      rank: 3,
      id: `work-${row.engagementId}`,
      status: <Status tone="breached">Past the limit</Status>,
      text: `${row.buyer} · ${row.moduleName} — ${items(row.overdue, "is", "are")} open past the limit`,
      sub: "They count as missed in every month in which they stay open",
      action: <Link to={work}>Open the work</Link>,
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
    text: `${row.buyer} · ${row.moduleName} — ${items(row.dueSoon, "reaches its limit", "reach their limit")} within a day`,
    sub: `${row.openItems} open, ${row.overdue} past their limit already`,
    action: <Link to={work}>Open the work</Link>,
  };
}

function items(count: number, one: string, many: string): string {
  return count === 1 ? `1 item ${one}` : `${count} items ${many}`;
}
