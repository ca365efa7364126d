import { createHash } from "node:crypto";
import { invalidParameter, noSuch } from "../errors.ts";
import { newId } from "../ids.ts";
import { isObject, type JsonObject } from "../json.ts";
import { onlyParams, requiredText } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";

export type StoredFile = ReturnType<typeof newFile> & { digest: string };

/** What evidence may be, by how its bytes begin (docs.stripe.com/file-upload). */
const SIGNS = [
  { type: "pdf", bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { type: "jpg", bytes: [0xff, 0xd8, 0xff] },
  { type: "png", bytes: [0x89, 0x50, 0x4e, 0x47] },
] as const;
const MOST_BYTES = 5 * 1024 * 1024;

/** Takes a file. The stand-in simulates evidence of disputes alone, and keeps a digest of the content. */
export function createFile(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["file", "purpose"]);
  const purpose = requiredText(params, "purpose");
  if (purpose !== "dispute_evidence")
    throw invalidParameter({
      param: "purpose",
      message: `The local Stripe takes no files for ${purpose}.`,
    });
  const { file } = params;
  if (!isObject(file) || typeof file.data !== "string")
    throw invalidParameter({ param: "file", message: "Missing required param: file." });
  const bytes = Buffer.from(file.data, "base64");
  const type = SIGNS.find((sign) => sign.bytes.every((byte, at) => bytes[at] === byte))?.type;
  if (type === undefined)
    throw invalidParameter({ param: "file", message: "Only PDF, JPEG and PNG files are evidence." });
  if (bytes.length > MOST_BYTES)
    throw invalidParameter({ param: "file", message: "A file of evidence has 5 MB at most." });
  const made = newFile({ name: String(file.name ?? ""), size: bytes.length, type, purpose, now: work.now });
  work.store.put("file", { ...made, digest: createHash("sha256").update(bytes).digest("hex") });
  return made;
}

export function retrieveFile(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const found = work.store.get("file", request.ids.id ?? "");
  if (found === undefined) throw noSuch({ noun: "file upload", id: request.ids.id ?? "" });
  const { digest: _ours, ...file } = found;
  return file;
}

function newFile(p: { name: string; size: number; type: string; purpose: string; now: number }) {
  return {
    id: newId("file"),
    object: "file",
    created: p.now,
    expires_at: null,
    filename: p.name,
    links: null,
    purpose: p.purpose,
    size: p.size,
    title: null,
    type: p.type,
    url: null,
  };
}
