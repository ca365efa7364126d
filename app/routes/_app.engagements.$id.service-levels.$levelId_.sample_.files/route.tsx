import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { found, query } from "../../graphql.server.ts";
import { SampleFilesDocument } from "./files.graphql.ts";

/** What a draw is repeated from: the ids that could be drawn, one a line, or the scored sample's bundle. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const month = searchParams.get("month") ?? "";
  const bundle = searchParams.get("what") === "bundle";
  if (!/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(month))
    throw data({ message: "There is no such page." }, { status: 404 });
  const { levelSample } = await query({ request, context }, SampleFilesDocument, {
    id: params.id ?? "",
    levelId: params.levelId ?? "",
    month,
    bundle,
  });
  const sample = found(levelSample?.sample);
  if (!bundle) return file((sample.population ?? []).join("\n"), `population-${month}.txt`);
  if (!sample.bundle)
    throw data({ message: "This sample is not scored yet, so it has no bundle." }, { status: 404 });
  return file(JSON.stringify([sample.bundle]), `sample-${month}.json`);
}

function file(text: string, name: string): Response {
  const type = name.endsWith(".json") ? "application/json" : "text/plain";
  return new Response(text, {
    headers: {
      "Content-Type": `${type}; charset=utf-8`,
      "Content-Disposition": `attachment; filename="${name}"`,
    },
  });
}
