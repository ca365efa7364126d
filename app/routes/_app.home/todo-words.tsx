import { Link } from "@remix-run/react";
import { Day, When } from "../../components/date-time.tsx";
import { monthText } from "../../components/engagement-table.tsx";
import { Money } from "../../components/money.tsx";
import { Status, type StatusTone } from "../../components/status.tsx";
import type { TodoItem } from "../../components/todo-list.tsx";
import type { Engagement, Todo } from "./route.tsx";

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

type Words = {
  rank: number;
  tone: StatusTone;
  status: React.ReactNode;
  text: React.ReactNode;
  sub?: React.ReactNode;
  action: string;
  href: string;
};

/** One thing that waits for a signature, an approval, a payment or a renewal. */
export function paperItem(todo: Todo, asOf: string): RankedItem {
  const words = wordsOf(todo, asOf.slice(0, 10));
  return {
    rank: words.rank,
    id: `${todo.kind}-${todo.subjectId}-${todo.title}`,
    status: <Status tone={words.tone}>{words.status}</Status>,
    text: words.text,
    sub: words.sub,
    action: <Link to={words.href}>{words.action}</Link>,
  };
}

function wordsOf(todo: Todo, today: string): Words {
  const amount = todo.amount ? <Money {...todo.amount} /> : null;
  const late = todo.on ? todo.on < today : false;
  const { subjectId: id, title, detail } = todo;
  switch (todo.kind) {
    case "invoice_to_pay":
      return {
        rank: late ? 1 : 10,
        tone: late ? "breached" : "held",
        status: todo.on ? (
          <>
            {late ? "Was due" : "Due"} <Day date={todo.on} />
          </>
        ) : (
          "Due"
        ),
        text: (
          <>
            {title} — pay {amount}
          </>
        ),
        sub: `Invoice ${detail}`,
        action: "Pay",
        href: `/invoices/${id}`,
      };
    case "contract_to_sign":
      return {
        rank: 11,
        tone: "held",
        status: "Waits for your signature",
        text: `${title}, with ${detail}`,
        action: "Review and sign",
        href: `/contracts/${id}`,
      };
    case "contract_to_offer":
      return {
        rank: 30,
        tone: "neutral",
        status: "Your draft",
        text: `${title}, to ${detail}`,
        sub: "The provider sees nothing before you send it",
        action: "Continue",
        href: `/contracts/${id}`,
      };
    case "statement_to_approve":
      return {
        rank: 12,
        tone: "held",
        status: "Waits for your approval",
        text: (
          <>
            {title} — {monthText(detail)} statement, {amount}
          </>
        ),
        sub: "The invoice follows when both sides have approved",
        action: "Review",
        href: `/statements/${id}`,
      };
    case "payout_held":
      return {
        rank: 13,
        tone: "held",
        status: "Payout held",
        text: (
          <>
            {title} — {amount}
          </>
        ),
        sub: detail || "The payout account is not complete yet",
        action: "See why",
        href: `/payouts/${id}`,
      };
    case "attestation_ends":
      return {
        rank: late ? 2 : 25,
        tone: late ? "breached" : "risk",
        status: todo.on ? (
          <>
            {late ? "Lapsed" : "Ends"} <Day date={todo.on} />
          </>
        ) : (
          "Ends"
        ),
        text: `Renew ${title}`,
        sub: late ? "Contracts that require it can't be signed" : detail,
        action: "Open your trust page",
        href: `/providers/${id}`,
      };
    default:
      return {
        rank: late ? 4 : 15,
        tone: late ? "risk" : "neutral",
        status: todo.on ? (
          <>
            {late ? "Was due" : "By"} <Day date={todo.on} />
          </>
        ) : (
          "Onboarding"
        ),
        text: `${title} — ${todo.count === 1 ? "1 onboarding task" : `${todo.count} onboarding tasks`} of yours`,
        sub: `Next: ${detail}`,
        action: "Open the checklist",
        href: `/engagements/${id}`,
      };
  }
}

function items(count: number, one: string, many: string): string {
  return count === 1 ? `1 item ${one}` : `${count} items ${many}`;
}
