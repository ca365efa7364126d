import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";

export const streamTimeout = 10_000;

/** Pages carry no deferred data, so one pass to a string is whole; a stream of the same page costs more than twice. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> | Response {
  const page = (
    <RemixServer
      context={remixContext}
      url={request.url}
      abortDelay={streamTimeout}
      nonce={loadContext.nonce}
    />
  );
  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(`<!DOCTYPE html>${renderToString(page)}`, { status, headers });
}
