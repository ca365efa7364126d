import { Link } from "@remix-run/react";
import { monthText } from "../../components/behind-figure.ts";
import { Status } from "../../components/status.tsx";
import type { TodoItem } from "../../components/todo-list.tsx";
import type { Ruling } from "./route.tsx";

/** Something on which the two sides do not agree, or on which one was silent. */
export function rulingItem(one: Ruling): TodoItem {
  const parties = `${one.providerName} for ${one.buyerName}, ${monthText(one.month)}`;
  if (one.__typename === "Correction")
    return {
      id: one.id,
      status: <Status tone="neutral">Correction</Status>,
      text: `${one.engagementTitle} — ${one.difference.text} for the buyer`,
      sub: `${parties}; not accepted by both sides yet`,
      action: <Link to={`/corrections/${one.id}`}>Read it</Link>,
    };
  return {
    id: one.id,
    status: <Status tone="risk">{one.state === "disputed" ? "Disputed" : "No answer came"}</Status>,
    text: `${one.engagementTitle} — ${one.title}`,
    sub: `${parties}; the month is not frozen before you rule`,
    action: <Link to={`/contests/${one.id}`}>Rule</Link>,
  };
}
