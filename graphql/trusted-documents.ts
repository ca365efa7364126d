import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GraphQLError } from "graphql";
import type { Viewer } from "../domain/identity/viewer.ts";
import { projectRoot } from "../server/own-files.ts";
import { PUBLIC_DOCUMENTS } from "./public-documents.ts";

/** Whether a document may be sent by whoever has no API key; everything may be sent by who has one. */
export type TrustedDocuments = { has: (text: string) => boolean };

/** Written by `scripts/generate.mjs`: the SHA-256 of every document that a page ships, as it is printed. */
const SHIPPED = join(projectRoot, "server/generated/trusted-documents.json");

/**
 * The documents that the pages ship, and those that are published for anybody. Throws where the build made
 * no list: an end point that trusts nothing, or everything, would be found out too late.
 */
export function readTrustedDocuments(): TrustedDocuments {
  if (!existsSync(SHIPPED))
    throw new Error("The list of trusted documents is missing. Build the pages first.");
  const digests = new Set(JSON.parse(readFileSync(SHIPPED, "utf8")) as string[]);
  for (const text of Object.values(PUBLIC_DOCUMENTS)) digests.add(digestOf(text));
  return { has: (text) => digests.has(digestOf(text)) };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Whether this viewer may send this text; null for a list means that everybody may send anything. */
export function maySend(trusted: TrustedDocuments | null, viewer: Viewer | null, text: string): boolean {
  return trusted === null || viewer?.via === "api_key" || trusted.has(text);
}

/** The answer to a document that no page ships, from a session or a visitor. */
export function notTrusted(): GraphQLError {
  return new GraphQLError(
    "Without an API key this end point answers the documents of Engine Room's own pages alone. Make a key " +
      "under Organisation, API keys, and send it as Authorization: Bearer.",
    { extensions: { code: "document_not_known", http: { status: 403 } } },
  );
}
