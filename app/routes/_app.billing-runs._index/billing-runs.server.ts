import { type AppLoadContext, data } from "@remix-run/node";
import { may } from "../../../domain/identity/permissions.ts";
import { requireViewer } from "../../session.server.ts";

/** Billing runs are the marketplace's own: for everybody else their pages are not there. */
export function requireBillingRuns(from: { request: Request; context: AppLoadContext }): void {
  if (!may(requireViewer(from), "billing:run"))
    throw data({ message: "There is no such page." }, { status: 404 });
}
