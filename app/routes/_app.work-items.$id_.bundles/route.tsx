import type { LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { WorkItemBundlesDocument } from "../_app.work-items.$id/work-item.graphql.ts";

/** The bundles of one work item as JSON: frozen ones first, then its clocks as they stand now. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { workItem } = await query({ request, context }, WorkItemBundlesDocument, { id: params.id ?? "" });
  const { reference, clocks, frozenVerdicts } = found(workItem);
  const bundles = [...frozenVerdicts, ...clocks].map((one) => one.bundle);
  const name = reference.replaceAll(/[^\w.-]+/g, "-");
  return new Response(JSON.stringify(bundles, null, 2), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}-bundles.json"`,
    },
  });
}
