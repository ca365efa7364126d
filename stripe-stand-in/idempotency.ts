import { createHash } from "node:crypto";
import { StripeError } from "./errors.ts";
import { canonical } from "./json.ts";
import type { Store } from "./store.ts";
import type { IdempotencyRecord } from "./tables.ts";
import type { ApiRequest } from "./work.ts";

const secondsKept = { v1: 24 * 3600, v2: 30 * 24 * 3600 };

/**
 * Remembers what a key was answered (docs.stripe.com/api/idempotent_requests). v1 keeps status and body
 * of the first execution, failures included, for 24 hours. v2 keeps successes only: a failed request
 * runs again.
 */
export interface Idempotency {
  /**
   * The remembered answer; throws where the key came with other parameters or is being executed right now.
   */
  recall(key: KeyUse): { status: number; body: string } | undefined;
  remember(use: KeyUse & { status: number; body: string }): void;
  /** Holds the key until the returned function is called. */
  hold(key: KeyUse): () => void;
}

export interface KeyUse {
  key: string;
  request: ApiRequest;
  now: number;
}

export function createIdempotency(store: Store): Idempotency {
  const inFlight = new Set<string>();
  return {
    recall: (use) => {
      const id = recordId(use);
      if (inFlight.has(id)) throw inUse(use.key);
      const record = store.get("idempotency", id);
      if (record === undefined || isForgotten({ record, now: use.now, request: use.request }))
        return undefined;
      if (record.fingerprint !== fingerprint(use.request)) throw differentParameters(use.key);
      return { status: record.status, body: record.body };
    },
    remember: (use) => {
      if (isV2(use.request) && use.status >= 400) return;
      store.put("idempotency", {
        id: recordId(use),
        fingerprint: fingerprint(use.request),
        status: use.status,
        body: use.body,
        createdAt: use.now,
      });
    },
    hold: (use) => {
      const id = recordId(use);
      inFlight.add(id);
      return () => inFlight.delete(id);
    },
  };
}

/** Drops what no key can recall any more. */
export function pruneIdempotency({ store, now }: { store: Store; now: number }): void {
  for (const record of store.all("idempotency")) {
    const kept = record.id.startsWith("v2:") ? secondsKept.v2 : secondsKept.v1;
    if (record.createdAt <= now - kept) store.remove("idempotency", record.id);
  }
}

function isForgotten({
  record,
  now,
  request,
}: {
  record: IdempotencyRecord;
  now: number;
  request: ApiRequest;
}) {
  return record.createdAt <= now - (isV2(request) ? secondsKept.v2 : secondsKept.v1);
}

function isV2(request: ApiRequest): boolean {
  return request.path.startsWith("/v2/");
}

function recordId({ key, request }: KeyUse): string {
  return `${isV2(request) ? "v2" : "v1"}:${key}`;
}

function fingerprint(request: ApiRequest): string {
  const text = `${request.method} ${request.path} ${canonical(request.params)}`;
  return createHash("sha256").update(text).digest("hex");
}

function differentParameters(key: string) {
  return new StripeError({
    status: 400,
    type: "idempotency_error",
    message:
      "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
    remembered: false,
  });
}

function inUse(key: string) {
  return new StripeError({
    status: 409,
    type: "idempotency_error",
    code: "idempotency_key_in_use",
    message: `There is currently another in-progress request using this Idempotency Key: ${key}.`,
    remembered: false,
  });
}
