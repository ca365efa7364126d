import type { LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { CorrectionBundlesDocument } from "../_app.corrections.$id/correction.graphql.ts";

/** The bundles of what a correction reads otherwise, clocks and figures, as the recompute tool takes them. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { correction } = await query({ request, context }, CorrectionBundlesDocument, {
    id: params.id ?? "",
  });
  const { month, verdicts, figures } = found(correction);
  const bundles = [...verdicts, ...figures].flatMap((one) => (one.bundle ? [one.bundle] : []));
  return new Response(JSON.stringify(bundles, null, 2), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="correction-${month}-bundles.json"`,
    },
  });
}
