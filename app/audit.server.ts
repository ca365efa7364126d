import { type AppLoadContext, data } from "@remix-run/node";
import { may } from "../domain/identity/permissions.ts";
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
    ...{ from: dayOf(value("from")), to: dayOf(value("to")) },
  };
}

/** A day that a person typed wrong finds what no day would, and stays in its field. */
const dayOf = (text: string | null) => (/^\d{4}-\d\d-\d\d$/.test(text ?? "") ? text : null);
