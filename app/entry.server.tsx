import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";

export const streamTimeout = 10_000;

/**
 * Pages defer no data, so one pass to a string is whole, and a stream of the same page costs more than
 * twice. Remix would send the loaders' data through Suspense, which such a pass leaves out; so it is read
 * to its end first and written into the page in the form that Remix's client waits for.
 */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const { serverHandoffStream, ...context } = remixContext;
  const data = serverHandoffStream ? await textOf(serverHandoffStream) : "";
  const page = renderToString(
    <RemixServer
      context={context}
      url={request.url}
      abortDelay={streamTimeout}
      nonce={loadContext.nonce}
    />,
  );
  const html = page.replace(END, () => `${dataScript(data, loadContext.nonce)}${END}`);
  headers.set("Content-Type", "text/html; charset=utf-8");
  return new Response(`<!DOCTYPE html>${html}`, { status, headers });
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let next = await reader.read(); !next.done; next = await reader.read())
    text += decoder.decode(next.value, { stream: true });
  return text;
}

const END = "</body></html>";

function dataScript(data: string, nonce: string): string {
  const controller = "window.__remixContext.streamController";
  return `<script nonce="${nonce}">${controller}.enqueue(${scriptSafe(data)});${controller}.close();</script>`;
}

/** JSON that can stand inside a script element: nothing in it can end the element or a line. */
function scriptSafe(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[&<>\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
