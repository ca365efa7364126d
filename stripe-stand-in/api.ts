import type { StandInClock } from "./clock.ts";
import { invalidParameter, notImplemented, StripeError } from "./errors.ts";
import { expanded } from "./expand.ts";
import type { Fault, FaultPlan } from "./faults.ts";
import { decodeForm } from "./form.ts";
import type { Idempotency } from "./idempotency.ts";
import { newId } from "./ids.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { decodeMultipart } from "./multipart.ts";
import type { RateLimit } from "./rate-limit.ts";
import { answerDebits } from "./resources/debits.ts";
import { apiVersion, matchOperation } from "./router.ts";
import { handlers } from "./routes.ts";
import type { Store } from "./store.ts";
import type { ApiRequest, Work } from "./work.ts";

/** An API request as it came over the wire. */
export interface WireRequest {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string | undefined>;
  /** Text; of a multipart body one character a byte. */
  body: string;
}

export interface WireReply {
  status: number;
  body: string;
  headers: Record<string, string>;
  /** What happens to the reply on its way back. */
  fault: Fault | undefined;
  /** Lets go of the idempotency key; called once the reply is out. */
  release(): void;
  /** The request as it was understood, for whoever watches the traffic. */
  request: ApiRequest | undefined;
  emittedTypes: string[];
}

export interface ApiParts {
  store: Store;
  clock: StandInClock;
  faults: FaultPlan;
  idempotency: Idempotency;
  rateLimit: RateLimit;
  publicUrl: string;
  hasWebhook: boolean;
}

/** Answers one API request: authentication, routing, faults, idempotency, execution. */
export function answer(wire: WireRequest, parts: ApiParts): WireReply {
  const requestId = newId("req");
  const headers = {
    "request-id": requestId,
    "stripe-version": apiVersion,
    "content-type": "application/json",
  };
  const reply = { headers, fault: undefined, release: () => {}, request: undefined, emittedTypes: [] };
  try {
    authenticate(wire);
    const request = understand(wire);
    const fault = parts.faults.takeFor({
      method: request.method,
      path: request.path,
      operation: request.operation,
    });
    return { ...reply, ...answerUnderstood({ wire, request, fault, requestId, parts, headers }), request };
  } catch (error) {
    return { ...reply, ...failure(error) };
  }
}

type Answered = Pick<WireReply, "status" | "body" | "fault" | "release" | "headers" | "emittedTypes">;

function answerUnderstood(given: {
  wire: WireRequest;
  request: ApiRequest;
  fault: Fault | undefined;
  requestId: string;
  parts: ApiParts;
  headers: Record<string, string>;
}): Answered | (Answered & { request: ApiRequest }) {
  const { wire, request, fault, requestId, parts, headers } = given;
  const plain = { headers, fault, release: () => {}, emittedTypes: [] as string[] };
  if (fault?.kind === "status_429" || !parts.rateLimit(request.operation))
    return { ...plain, ...failure(tooMany()) };
  if (fault?.kind === "lock_timeout") return { ...plain, ...failure(lockTimeout(fault.status)) };
  const key = request.method === "POST" ? wire.headers["idempotency-key"] : undefined;
  const use = key === undefined ? undefined : { key, request, now: parts.clock.nowSeconds() };
  try {
    const remembered = use === undefined ? undefined : parts.idempotency.recall(use);
    if (remembered !== undefined) {
      return { ...plain, ...remembered, headers: { ...headers, "idempotent-replayed": "true" } };
    }
  } catch (error) {
    return { ...plain, ...failure(error) };
  }
  const release = use === undefined ? () => {} : parts.idempotency.hold(use);
  const emittedTypes: string[] = [];
  const execute = () => run({ request, parts, requestId, key: key ?? null, emittedTypes });
  const breaks = fault?.kind === "status_500";
  const outcome = breaks && fault.executed !== true ? failure(broken()) : execute();
  const result = breaks ? { ...failure(broken()), remembered: true } : outcome;
  if (use !== undefined && result.remembered) {
    parts.store.transact(() =>
      parts.idempotency.remember({ ...use, status: result.status, body: result.body }),
    );
  }
  return { ...plain, status: result.status, body: result.body, release, emittedTypes };
}

/**
 * Executes a request in one transaction. What a handler returns keeps its effects; what it throws undoes
 * them.
 */
function run(given: {
  request: ApiRequest;
  parts: ApiParts;
  requestId: string;
  key: string | null;
  emittedTypes: string[];
}): Outcome {
  const { request, parts, requestId, key, emittedTypes } = given;
  const handler = handlers[request.operation];
  if (handler === undefined)
    return failure(notImplemented(`${request.operation} (${request.method} ${request.path})`));
  try {
    return parts.store.transact(() => {
      const work = workOf({ parts, requestId, key, emittedTypes });
      answerDebits(work);
      const result = handler(request, work);
      if (result instanceof StripeError) return failure(result);
      const body = JSON.stringify(expanded({ answer: result, params: request.params, work }));
      return { status: 200, body, remembered: true };
    });
  } catch (error) {
    emittedTypes.length = 0;
    return failure(error);
  }
}

export function workOf(given: {
  parts: Pick<ApiParts, "store" | "clock" | "publicUrl" | "hasWebhook">;
  requestId: string | null;
  key: string | null;
  emittedTypes: string[];
}): Work {
  const { parts, requestId, key, emittedTypes } = given;
  const { store, clock, publicUrl, hasWebhook } = parts;
  const now = clock.nowSeconds();
  return {
    store,
    now,
    publicUrl,
    requestId,
    idempotencyKey: key,
    emit: (type, object, account) => {
      const id = newId("evt");
      emittedTypes.push(type);
      store.put("event", {
        id,
        object: "event",
        api_version: apiVersion,
        created: now,
        data: { object },
        livemode: false,
        pending_webhooks: hasWebhook ? 1 : 0,
        request: { id: requestId, idempotency_key: key },
        type,
        ...(account === undefined ? {} : { account }),
      });
      if (hasWebhook) send(parts, id);
    },
    notify: (type, account) => {
      const id = newId("evt");
      store.put("thinEvent", {
        id,
        object: "v2.core.event",
        created: new Date(clock.nowMs()).toISOString(),
        livemode: false,
        type,
        related_object: { id: account, type: "v2.core.account", url: `/v2/core/accounts/${account}` },
      });
      if (hasWebhook) send(parts, id);
    },
  };
}

function send({ store, clock }: Pick<ApiParts, "store" | "clock">, event: string): void {
  const due = clock.nowMs();
  store.put("delivery", {
    id: newId("whd"),
    event,
    attempts: 0,
    firstDueAt: due,
    nextAttemptAt: due,
    state: "pending",
    lastStatus: null,
    lastError: null,
  });
}

interface Outcome {
  status: number;
  body: string;
  remembered: boolean;
}

function authenticate(wire: WireRequest): void {
  const key = wire.headers.authorization?.replace(/^Bearer /, "") ?? "";
  if (!/^(sk|rk)_/.test(key)) {
    const message = key === "" ? "You did not provide an API key." : "Invalid API Key provided.";
    throw new StripeError({ status: 401, type: "invalid_request_error", message, remembered: false });
  }
  const version = wire.headers["stripe-version"];
  if (version !== undefined && version !== apiVersion) {
    throw invalidParameter({
      param: "Stripe-Version",
      message: `The local Stripe speaks ${apiVersion} only, not ${version}.`,
    });
  }
}

function understand(wire: WireRequest): ApiRequest {
  const match = matchOperation({ method: wire.method, path: wire.path });
  if (match === undefined) {
    throw new StripeError({
      status: 404,
      type: "invalid_request_error",
      message: `Unrecognized request URL (${wire.method}: ${wire.path}).`,
      remembered: false,
    });
  }
  const params = wire.body === "" ? decodeForm(wire.query) : bodyOf(wire);
  const account = wire.headers["stripe-account"];
  const of = account === undefined ? {} : { account };
  return { ...match, method: wire.method, path: wire.path, params, ...of };
}

function bodyOf({ headers, body }: WireRequest): JsonObject {
  const type = headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) return decodeMultipart(body, type);
  return type.startsWith("application/json") ? parseJson(body) : decodeForm(body);
}

function parseJson(text: string): JsonObject {
  let parsed: Json;
  try {
    parsed = JSON.parse(text) as Json;
  } catch {
    throw invalidParameter({ param: "body", message: "Invalid JSON." });
  }
  if (!isObject(parsed)) throw invalidParameter({ param: "body", message: "Invalid JSON object." });
  return parsed;
}

function failure(error: unknown): Outcome {
  const known = error instanceof StripeError ? error : broken(error);
  return {
    status: known.fields.status,
    body: JSON.stringify(known.body()),
    remembered: known.fields.remembered,
  };
}

function broken(error?: unknown): StripeError {
  const cause = error instanceof Error ? ` (${error.message})` : "";
  return new StripeError({
    status: 500,
    type: "api_error",
    message: `An unknown error occurred${cause}`,
    remembered: true,
  });
}

function tooMany(): StripeError {
  return new StripeError({
    status: 429,
    type: "invalid_request_error",
    code: "rate_limit",
    message: "Too many requests hit the API too quickly.",
    remembered: false,
  });
}

function lockTimeout(status: 409 | 429 = 429): StripeError {
  return new StripeError({
    status,
    type: "invalid_request_error",
    code: "lock_timeout",
    message: "This object cannot be accessed right now because another API request is accessing it.",
    remembered: false,
  });
}
