import type { DocumentFormat } from "./gql/graphql.ts";

const FORMATS: Record<string, DocumentFormat> = { pdf: "PDF", csv: "CSV", json: "JSON", xml: "UBL" };

/** The format that an address asks for; throws 404 for one that there is none of. */
export function formatOf(request: Request): DocumentFormat {
  const format = FORMATS[new URL(request.url).searchParams.get("as") ?? "pdf"];
  if (!format) throw new Response("There is no such format.", { status: 404, statusText: "Not Found" });
  return format;
}

type Answer = {
  fileName?: string | null;
  mediaType?: string | null;
  base64?: string | null;
  refusal?: string | null;
};

/** The file as a download; what cannot be written in the format is 409, with the reason. */
export function fileResponse({ fileName, mediaType, base64, refusal }: Answer): Response {
  if (!fileName || !mediaType || !base64)
    throw new Response(refusal ?? "There is no such file.", { status: 409, statusText: "Conflict" });
  return new Response(Buffer.from(base64, "base64"), {
    headers: {
      "Content-Type": mediaType,
      "Content-Disposition": `attachment; filename="${asciiOf(fileName)}"; filename*=UTF-8''${encoded(fileName)}`,
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

/** For readers that know no other letters (RFC 6266). */
function asciiOf(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, "_");
}

/** As RFC 8187 writes a name in a header. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
