import { type AppLoadContext, data } from "@remix-run/node";
import { may } from "../domain/identity/permissions.ts";
import { isCalendarDay } from "../domain/shared/calendar-day.ts";
import { requireViewer } from "./session.server.ts";

/** For those who may not read it, the audit trail's pages are not there. */
export function requireAuditor(from: { request: Request; context: AppLoadContext }): void {
  if (!may(requireViewer(from), "audit:read"))
    throw data({ message: "There is no such page." }, { status: 404 });
}

/** What the address asks the audit trail for. */
export function auditFilterOf(search: URLSearchParams) {
  const value = (name: string) => search.get(name) || null;
  return {
    ...{ actor: value("actor"), action: value("action"), subjectId: value("subject"), via: value("via") },
    ...{ credential: value("credential"), requestId: value("request"), address: value("address") },
    ...{ from: dayOf(value("from")), to: dayOf(value("to")) },
  };
}

/** A day that does not exist asks for nothing; the field beside it says so. */
const dayOf = (text: string | null) => (text && isCalendarDay(text) ? text : null);
