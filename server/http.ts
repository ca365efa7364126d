import { randomBytes, randomUUID } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";
import { Readable } from "node:stream";
import { type Context, Hono, type MiddlewareHandler, type Next } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { HTTPException } from "hono/http-exception";
import { SIGNATURE_HEADER } from "../domain/delivery/inbound-signature.ts";
import type { Viewer } from "../domain/identity/viewer.ts";
import { dataProtection, keptNowhere, protection } from "./http-headers.ts";
import type { KeyDoor } from "./identity/api-keys.ts";
import { type Answered, answerToKey } from "./identity/key-requests.ts";
import type { KeyUse } from "./identity/key-use.ts";
import type { WrongKeys } from "./identity/wrong-keys.ts";
import type { Logger } from "./logger.ts";
import { mayMeasure } from "./may-measure.ts";
import type { Metrics } from "./metrics.ts";
import { readableForm } from "./readable-form.ts";
import { atMost, MEGABYTE } from "./request-limit.ts";

export type RequestFacts = { requestId: string; address: string; userAgent: string };
type Pages = (
  request: Request,
  p: { viewer: Viewer | null; facts: RequestFacts; nonce: string },
) => Promise<Response>;

export type HttpParts = {
  logger: Logger;
  metrics: Metrics;
  publicOrigin: string | null;
  trustProxy: boolean;
  clientFolder: string | null;
  /** By which somebody from elsewhere reads the measurements; without one only this machine does. */
  metricsToken?: string | undefined;
  /** Vite brings scripts and sockets of its own; nobody but the developer opens these pages. */
  development: boolean;
  viewerOfCookie: (cookie: string | null, facts: RequestFacts) => Promise<Viewer | null>;
  asApiKey: KeyDoor;
  /** The budgets of keys, and the log of what they did. */
  keyUse: Pick<KeyUse, "spend" | "note">;
  wrongKeys: WrongKeys;
  /** Reads a request once; what it answers may be asked for again, as somebody else. */
  graphql: (request: Request) => Promise<(viewer: Viewer | null) => Promise<Answered>>;
  stripeWebhook: (body: string, signature: string | null) => Promise<{ status: number; message: string }>;
  workDelivery: (delivery: {
    connectionId: string;
    body: string;
    signature: string | null;
  }) => Promise<{ status: number; message: string }>;
  /** Ends mails by the link in one of them; false for a link that nobody holds. */
  unsubscribe: (secret: string, facts: RequestFacts) => Promise<boolean>;
  /** An organisation's directory keeps its people (SCIM). */
  directory: (request: Request, facts: RequestFacts) => Promise<Response>;
  /** The stream of changes, for a person who is signed in. */
  live: (p: { viewer: Viewer; cookie: string | null; lastEventId: string | null }) => Promise<Response>;
  pages: Pages;
  ready: () => Promise<boolean>;
};

type Variables = { facts: RequestFacts; nonce: string };
type Bindings = { incoming?: IncomingMessage; outgoing?: ServerResponse };

/** The web server around the pages: headers, limits, who is asking, health, metrics, GraphQL, webhooks. */
export function createHttp(parts: HttpParts) {
  const app = new Hono<{ Variables: Variables; Bindings: Bindings }>();
  const isSecure = parts.publicOrigin?.startsWith("https:") ?? false;

  app.use(async (c, next) => {
    const given = c.req.header("x-request-id");
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID().slice(-12);
    // A developer's browser is given a page there.
    const data = c.req.path === "/graphql" && !parts.development;
    const nonce = data ? "" : randomBytes(16).toString("base64url");
    const socket = c.env?.incoming?.socket?.remoteAddress ?? "";
    const forwarded = parts.trustProxy
      ? c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim()
      : undefined;
    const userAgent = c.req.header("user-agent") ?? "";
    c.set("facts", { requestId, address: forwarded ?? socket, userAgent });
    c.set("nonce", nonce);
    const began = performance.now();
    const headers = data
      ? dataProtection({ requestId, isSecure })
      : protection({ requestId, nonce, isSecure, development: parts.development });
    // Node's own answer takes them in a tenth of the time that a copy of the answer's headers takes.
    const { outgoing } = c.env ?? {};
    if (outgoing) for (const [name, value] of headers) outgoing.setHeader(name, value);
    await next();
    if (!outgoing) for (const [name, value] of headers) c.res.headers.set(name, value);
    const ms = Math.round(performance.now() - began);
    parts.metrics.request({ method: c.req.method, status: c.res.status, ms });
    parts.logger.info(
      { requestId, method: c.req.method, path: c.req.path, status: c.res.status, ms },
      "request",
    );
  });
  app.get("/healthz", (c) => c.text("ok"));
  app.get("/readyz", async (c) => ((await parts.ready()) ? c.text("ready") : c.text("not ready", 503)));
  app.get("/metrics", async (c) =>
    mayMeasure(parts.metricsToken, { headers: c.req.raw.headers, incoming: c.env?.incoming })
      ? c.text(await parts.metrics.text(), 200, { "Content-Type": parts.metrics.type })
      : c.notFound(),
  );
  app.route("/webhooks", webhooks(parts));
  app.route("/mail/unsubscribe", endOfMails(parts));
  // A directory comes with a token and without a cookie, from no page of ours.
  app.all("/scim/v2/*", bodyLimit({ maxSize: MEGABYTE }), (c) =>
    parts.directory(c.req.raw, c.get("facts")),
  );
  app.get("/live", (c) => liveStream(parts, c.req.raw, c.get("facts")));
  const compressed = compress({ threshold: 1024 });
  const guarded = refuseForeignOrigins(parts.publicOrigin);
  const packed: MiddlewareHandler = (c, next) =>
    c.req.header("accept-encoding") ? compressed(c, next) : next();
  app.all("/graphql", packed, guarded, atMost(32), (c) => operation(parts, c));
  app.use(refuseMalformedAddresses);
  app.use(compressed);
  app.use(variesByEncoding);
  if (parts.clientFolder) app.use(staticFiles(parts.clientFolder));
  app.use(guarded);
  app.all("*", atMost(64), (c) => page(parts, c));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    const { requestId } = c.get("facts");
    parts.logger.error({ err: error, requestId }, "request failed");
    return c.text(`Something went wrong on our side. If you write to us, quote request ${requestId}.`, 500);
  });
  return app;
}

type Asked = Context<{ Variables: Variables; Bindings: Bindings }>;

/** An operation of GraphQL, for whoever its key or its cookie stands for. */
async function operation(parts: HttpParts, c: Asked): Promise<Response> {
  const facts = c.get("facts");
  const header = c.req.header("authorization");
  const answer = await parts.graphql(c.req.raw);
  if (header) return answerToKey(parts, { header, facts, answer, outgoing: c.env?.outgoing });
  const viewer = await parts.viewerOfCookie(c.req.header("cookie") ?? null, facts);
  return (await answer(viewer)).response;
}

/** A page, for whoever its cookie stands for. */
async function page(parts: HttpParts, c: Asked): Promise<Response> {
  const facts = c.get("facts");
  const asked = await readableForm(c.req.raw);
  if (!asked) return c.text("This form is not written correctly.", 400);
  const viewer = await parts.viewerOfCookie(c.req.header("cookie") ?? null, facts);
  const answer = await parts.pages(asked, { viewer, facts, nonce: c.get("nonce") });
  if (viewer) keptNowhere(answer, c.env?.outgoing);
  return answer;
}

/** Stands before compression, which would hold the stream back. Only our own pages may open one. */
async function liveStream(
  parts: Pick<HttpParts, "live" | "viewerOfCookie">,
  { headers }: Request,
  facts: RequestFacts,
): Promise<Response> {
  if ((headers.get("sec-fetch-site") ?? "same-origin") !== "same-origin")
    return new Response("A stream is opened by Engine Room's own pages alone.", { status: 403 });
  const cookie = headers.get("cookie");
  const viewer = await parts.viewerOfCookie(cookie, facts);
  // 204 tells a browser's EventSource to ask no more.
  if (!viewer) return new Response(null, { status: 204 });
  return parts.live({ viewer, cookie, lastEventId: headers.get("last-event-id") });
}

/** What other systems call without a cookie: each end point judges its callers by their signatures. */
function webhooks(parts: Pick<HttpParts, "stripeWebhook" | "workDelivery">) {
  const app = new Hono();
  app.post("/stripe", bodyLimit({ maxSize: MEGABYTE }), async (c) => {
    const answer = await parts.stripeWebhook(await c.req.text(), c.req.header("stripe-signature") ?? null);
    return c.text(answer.message, answer.status as 200);
  });
  app.post("/work/:connectionId", bodyLimit({ maxSize: 8 * MEGABYTE }), async (c) => {
    const signature = c.req.header(SIGNATURE_HEADER) ?? null;
    const connectionId = c.req.param("connectionId");
    const answer = await parts.workDelivery({ connectionId, body: await c.req.text(), signature });
    return c.text(answer.message, answer.status as 202);
  });
  return app;
}

/** One click in a mail program (RFC 8058) comes without a cookie and from no page of ours. */
function endOfMails(parts: Pick<HttpParts, "unsubscribe">) {
  const app = new Hono<{ Variables: Variables }>();
  app.post("/:secret", bodyLimit({ maxSize: 4096 }), async (c) => {
    const isKnown = await parts.unsubscribe(c.req.param("secret"), c.get("facts"));
    // A person comes from our page and goes back to it; a mail program reads the status alone.
    if (c.req.header("accept")?.includes("text/html"))
      return c.redirect(`${c.req.path}?${isKnown ? "done" : "unknown"}`, 303);
    return isKnown ? c.text("These mails have ended.") : c.text("This link is not known.", 404);
  });
  return app;
}

/** Named here because `compress` would name it by `c.header`, which copies the answer. */
async function variesByEncoding(c: Context, next: Next) {
  await next();
  c.res.headers.append("Vary", "Accept-Encoding");
}

/**
 * Refuses a path that is no percent-encoded text, or that hides the one character PostgreSQL's texts cannot
 * hold, or a backslash, which the pages' router takes for the beginning of a host: every reader behind this
 * point would answer it with a failure of its own.
 */
async function refuseMalformedAddresses(c: Context, next: Next) {
  if (!c.req.url.includes("%") || wellFormed(new URL(c.req.url).pathname)) return next();
  return c.text("This address is not written correctly.", 400);
}

function wellFormed(path: string): boolean {
  try {
    return !/[\0\\]/.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}

/**
 * One guard against requests that another site makes with our cookie: a change must come from our own pages.
 * Remix checks this for pages and not for resource routes, so it is done here for all. An API key is no
 * cookie, and GraphQL looks at no cookie beside one; pages know cookies alone. Webhooks are answered before
 * this point.
 */
function refuseForeignOrigins(publicOrigin: string | null) {
  return async (c: Context, next: Next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    if (c.req.path === "/graphql" && c.req.header("authorization")) return next();
    if (c.req.header("sec-fetch-site") === "same-origin") return next();
    const own = publicOrigin ?? new URL(c.req.url).origin;
    if (c.req.header("origin") === own) return next();
    return c.text("This request did not come from Engine Room's own pages, so it was refused.", 403);
  };
}

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

function staticFiles(folder: string) {
  return async (c: Context, next: Next) => {
    const path = normalize(decodeURI(c.req.path));
    const file = join(folder, path);
    const type = TYPES[extname(path)];
    if (c.req.method !== "GET" || !type || !file.startsWith(folder) || !existsSync(file)) return next();
    const hashed = path.startsWith("/assets/");
    return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
      headers: {
        "Content-Type": type,
        "Content-Length": String(statSync(file).size),
        "Cache-Control": hashed ? "public, max-age=31536000, immutable" : "public, max-age=3600",
      },
    });
  };
}
