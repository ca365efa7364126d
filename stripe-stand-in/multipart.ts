import type { JsonObject } from "./json.ts";

/**
 * Decodes `multipart/form-data` (RFC 7578) as files are sent to the API: every field is a text, and a part
 * with a file name becomes `{ data, name, type }`, its bytes as base64. The body comes as latin1 text, one
 * character a byte; a body without the boundary that was named has no fields.
 */
export function decodeMultipart(body: string, contentType: string): JsonObject {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? "";
  const fields: JsonObject = {};
  if (boundary === "") return fields;
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf("\r\n\r\n");
    if (end < 0) continue;
    const head = part.slice(0, end);
    const content = part.slice(end + 4, part.endsWith("\r\n") ? -2 : undefined);
    const name = /[; ]name="([^"]*)"/.exec(head)?.[1];
    if (name === undefined) continue;
    const fileName = /filename="([^"]*)"/.exec(head)?.[1];
    const bytes = Buffer.from(content, "latin1");
    fields[name] =
      fileName === undefined
        ? bytes.toString("utf8")
        : {
            data: bytes.toString("base64"),
            name: Buffer.from(fileName, "latin1").toString("utf8"),
            type: /content-type: *([^\r\n;]+)/i.exec(head)?.[1] ?? "application/octet-stream",
          };
  }
  return fields;
}
