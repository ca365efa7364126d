import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { BundlesDocument } from "./bundles.graphql.ts";

/** The frozen bundles of a month, of clocks and of other figures: an array that the recompute tool takes. */
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
  const bundles = [...figures.verdicts, ...figures.frozenFigures].map((one) => one.bundle);
  return new Response(JSON.stringify(bundles), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="verdict-bundles-${month}.json"`,
    },
  });
}
