import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { BundlesDocument } from "./bundles.graphql.ts";

/** The frozen verdict bundles of a month: a JSON array that the recompute tool takes as it is. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const month = new URL(request.url).searchParams.get("month") ?? "";
  if (!/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(month))
    throw data({ message: "There is no such page." }, { status: 404 });
  const { monthFigures } = await query({ request, context }, BundlesDocument, {
    id: params.id ?? "",
    month,
  });
  const figures = found(monthFigures);
  if (figures.state !== "frozen")
    throw data({ message: "This month is not frozen yet, so it has no bundles." }, { status: 404 });
  return new Response(JSON.stringify(figures.verdicts.map((verdict) => verdict.bundle)), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="verdict-bundles-${month}.json"`,
    },
  });
}
