import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { may } from "../../../domain/identity/permissions.ts";

/** The front door: the portfolio for staff who have one, home for others, for visitors the catalogue. */
export async function loader({ context }: LoaderFunctionArgs) {
  if (!context.viewer) return redirect("/catalogue");
  if (context.viewer.organizationKind !== "marketplace") return redirect("/home");
  return redirect(may(context.viewer, "portfolio:read") ? "/portfolio" : "/staff-access");
}
