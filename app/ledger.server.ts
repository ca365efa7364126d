import { type AppLoadContext, data } from "@remix-run/node";
import { may } from "../domain/identity/permissions.ts";
import type { Viewer } from "../domain/identity/viewer.ts";
import { requireViewer } from "./session.server.ts";

/** The books are the marketplace's own: for everybody else their pages are not there. */
export function requireLedger(from: { request: Request; context: AppLoadContext }): Viewer {
  const viewer = requireViewer(from);
  if (!may(viewer, "ledger:read")) throw data({ message: "There is no such page." }, { status: 404 });
  return viewer;
}
