import { type LoaderFunctionArgs, redirect } from "@remix-run/node";

/** The front door: staff start at the portfolio, everyone else at their home, a visitor in the catalogue. */
export async function loader({ context }: LoaderFunctionArgs) {
  if (!context.viewer) return redirect("/catalogue");
  return redirect(context.viewer.organizationKind === "marketplace" ? "/portfolio" : "/home");
}
