import type { LoaderFunctionArgs } from "@remix-run/node";
import { DataExportPartDocument } from "../../data-export.graphql.ts";
import { found, query } from "../../graphql.server.ts";

/** A file that its asker has just opened, part by part, so that it never stands whole in memory. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const id = params.id ?? "";
  const door = { request, context };
  const part = async (position: number) =>
    found((await query(door, DataExportPartDocument, { id, position })).dataExportPart);
  const first = await part(0);
  let position = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { base64 } = position === 0 ? first : await part(position);
      controller.enqueue(Buffer.from(base64, "base64"));
      position += 1;
      if (position >= first.partCount) controller.close();
    },
  });
  return new Response(body, {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${first.fileName}"`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
