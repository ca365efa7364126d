import type { LoaderFunctionArgs } from "@remix-run/node";
import { fileResponse } from "../../document-file.server.ts";
import { found, query } from "../../graphql.server.ts";
import { DisputeFileContentDocument } from "./file.graphql.ts";

/** A file of evidence as a download, never shown in the page. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const fileId = params.fileId ?? "";
  const { disputeFile } = await query({ request, context }, DisputeFileContentDocument, { fileId });
  return fileResponse(found(disputeFile));
}
