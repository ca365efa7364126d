import { Link } from "@remix-run/react";
import { monthText } from "../../components/behind-figure.ts";
import { BreachStatus, SeverityStatus } from "../../components/breach-words.tsx";
import type { TodoItem } from "../../components/todo-list.tsx";
import type { Escalated } from "./route.tsx";

/** A breach that is overdue or was missed again, and who has it in hand. */
export function escalatedItem(one: Escalated): TodoItem {
  const why = [one.overdue ? "overdue" : "", one.repeated ? "repeated" : ""].filter(Boolean).join(", ");
  return {
    id: one.id,
    status: <SeverityStatus breach={one} />,
    text: `${one.engagementTitle} — ${one.levelName}, ${monthText(one.month)}`,
    sub: (
      <>
        {one.providerName} for {one.buyerName}; {why || "escalated"}; in hand of{" "}
        {one.assignedTo ?? "nobody"} · <BreachStatus state={one.state} />
      </>
    ),
    action: <Link to={`/breaches/${one.id}`}>Open</Link>,
  };
}
