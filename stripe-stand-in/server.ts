import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { type ApiParts, answer, type WireReply, workOf } from "./api.ts";
import { type ControlParts, control } from "./controls.ts";
import { decodeForm } from "./form.ts";
import { invoicePage } from "./pages/invoice-page.ts";
import { onboardingPage } from "./pages/onboarding-page.ts";
import type { PageHandler } from "./pages/page.ts";
import { setupPage } from "./pages/setup-page.ts";
import type { ApiRequest } from "./work.ts";

/** One API request and its answer, for whoever watches the traffic. */
export interface Exchange {
  /** Undefined where the request was refused before it was understood. */
  request: ApiRequest | undefined;
  status: number;
  body: unknown;
  /** Who asked: the API key as it came. */
  apiKey: string;
}

export interface ServerParts extends ApiParts, ControlParts {
  observed(exchange: Exchange): void;
}

const maxBodyBytes = 1_000_000;
/** A file of evidence has 5 MB at most, and stands among other parts. */
const maxFileBytes = 6_000_000;
const pages: Array<{ prefix: string; handler: PageHandler }> = [
  { prefix: "/i/", handler: invoicePage },
  { prefix: "/onboarding/", handler: onboardingPage },
  { prefix: "/c/", handler: setupPage },
];

/** The HTTP face: the API, the hosted pages, and the stand-in's own controls below `/_stand_in/`. */
export function createHttpServer(parts: ServerParts): Server {
  return createServer((incoming, outgoing) => {
    serve({ incoming, outgoing, parts }).catch((error) => {
      if (outgoing.headersSent) return outgoing.destroy();
      const message = error instanceof Error ? error.message : String(error);
      send({ outgoing, status: error instanceof TooLarge ? 413 : 500, type: "text/plain", body: message });
    });
  });
}

interface Turn {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  parts: ServerParts;
}

async function serve({ incoming, outgoing, parts }: Turn): Promise<void> {
  const url = new URL(incoming.url ?? "/", "http://localhost");
  const body = await readBody(incoming);
  const method = incoming.method ?? "GET";
  if (url.pathname.startsWith("/_stand_in/")) {
    const reply = await control({ method, path: url.pathname, body, parts });
    return send({
      outgoing,
      status: reply.status,
      type: "application/json",
      body: JSON.stringify(reply.body),
    });
  }
  if (parts.isDown()) {
    outgoing.destroy();
    return;
  }
  const hosted = pages.find(({ prefix }) => url.pathname.startsWith(prefix));
  if (hosted !== undefined) {
    const token = url.pathname.slice(hosted.prefix.length);
    return servePage({
      outgoing,
      parts,
      handler: hosted.handler,
      request: { method, token, form: decodeForm(body) },
    });
  }
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value[0] : value,
    ]),
  );
  const reply = answer({ method, path: url.pathname, query: url.search.slice(1), headers, body }, parts);
  const apiKey = headers.authorization?.replace(/^Bearer /, "") ?? "";
  parts.observed({ request: reply.request, status: reply.status, body: JSON.parse(reply.body), apiKey });
  const early = reply.emittedTypes.some((eventType) =>
    parts.faults.takeForWebhook({ eventType, kinds: ["before_reply"] }),
  );
  if (early) await parts.webhooks.drain();
  await deliver({ outgoing, reply });
  parts.webhooks.wake();
}

/** Sends the reply, or loses it as the fault plan says. The key is let go of in every case. */
async function deliver({ outgoing, reply }: { outgoing: ServerResponse; reply: WireReply }): Promise<void> {
  try {
    const kind = reply.fault?.kind;
    switch (kind) {
      case "reply_lost":
        outgoing.destroy();
        return;
      case "half_body": {
        const bytes = Buffer.from(reply.body);
        outgoing.writeHead(reply.status, { ...reply.headers, "content-length": bytes.length });
        outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy());
        return;
      }
      case "slow":
        await pause(reply.fault?.delayMs ?? 1000);
        break;
      case "status_500":
      case "status_429":
      case "lock_timeout":
      case undefined:
        break;
      default:
        kind satisfies never;
    }
    outgoing.writeHead(reply.status, { ...reply.headers, "content-length": Buffer.byteLength(reply.body) });
    outgoing.end(reply.body);
  } finally {
    reply.release();
  }
}

function servePage(given: {
  outgoing: ServerResponse;
  parts: ServerParts;
  handler: PageHandler;
  request: Parameters<PageHandler>[0];
}): void {
  const { outgoing, parts, handler, request } = given;
  const work = () => workOf({ parts, requestId: null, key: null, emittedTypes: [] });
  const reply = parts.store.transact(() => handler(request, work()));
  if ("redirect" in reply) outgoing.writeHead(303, { location: reply.redirect }).end();
  else send({ outgoing, status: reply.status, type: "text/html; charset=utf-8", body: reply.html });
  parts.webhooks.wake();
}

function send({
  outgoing,
  status,
  type,
  body,
}: {
  outgoing: ServerResponse;
  status: number;
  type: string;
  body: string;
}) {
  outgoing.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  outgoing.end(body);
}

class TooLarge extends Error {}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const isMultipart = incoming.headers["content-type"]?.startsWith("multipart/form-data") ?? false;
  const most = isMultipart ? maxFileBytes : maxBodyBytes;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new TooLarge(`The request is larger than ${most / 1_000_000} MB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString(isMultipart ? "latin1" : "utf8");
}
