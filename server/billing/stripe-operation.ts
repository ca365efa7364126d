import { Temporal } from "temporal-polyfill";
import { type OperationState, operationMachine } from "../../domain/billing/states.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { canonicalJson, type Json } from "../../domain/shared/canonical-json.ts";
import { sha256Hex } from "../../domain/shared/sha256.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { type Clock, toDate, toInstant } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import { killPoint } from "../kill-point.ts";
import { StripeRefused, StripeTotalMismatch, StripeUnknownOutcome } from "../ports/stripe/errors.ts";

export type OperationDeps = { db: Database; clock: Clock };

export type Operation<Result> = {
  /** With the subject it names the effect: there is one operation of a kind for a subject, ever. */
  kind: string;
  subjectId: string;
  organizationId: string;
  providerId: string;
  /** Everything that is sent; a changed request never goes out under the old key. */
  request: Json;
  send: (idempotencyKey: string) => Promise<Result>;
  /** Finds what an earlier attempt made, where Stripe will not say it again; null where it made nothing. */
  lookUp: () => Promise<Result | null>;
};

type Row = {
  id: string;
  state: OperationState;
  key: string;
  requestHash: string;
  firstSentAt: Date | null;
};

/** Stripe forgets a key after a day; an hour before that it is no longer relied on. */
const KEY_HOURS = 23;

/**
 * Sends one request to Stripe so that it has one effect, whatever happens: the key is stored before the
 * request goes out, an unknown outcome goes out again with the same key, and a key that Stripe may have
 * forgotten or that replays a failure is replaced only after a look at what exists. No transaction is
 * open while Stripe is asked. Rethrows StripeRefused, StripeTotalMismatch and StripeUnknownOutcome
 * after noting them.
 */
export async function runOperation<Result>(
  deps: OperationDeps,
  operation: Operation<Result>,
): Promise<Result> {
  const claimed = await claim(deps, operation);
  killPoint("operation.written");
  try {
    const earlier = claimed.lookFirst ? await operation.lookUp() : null;
    const key =
      claimed.lookFirst && !earlier ? await renewKey(deps, operation, claimed.row) : claimed.row.key;
    const result = earlier ?? (await operation.send(key));
    killPoint("request.answered");
    await note(deps, operation, { event: "succeed", lastError: null });
    killPoint("operation.noted");
    return result;
  } catch (error) {
    return await settleFailure(deps, operation, { error, row: claimed.row });
  }
}

async function settleFailure<Result>(
  deps: OperationDeps,
  operation: Operation<Result>,
  { error, row }: { error: unknown; row: Row },
): Promise<Result> {
  if (error instanceof StripeUnknownOutcome) {
    await note(deps, operation, { event: "lose_track", lastError: error.message });
    if (!error.replayed && error.reason !== "key_reused") throw error;
    // Stripe answers this key with the stored failure for a day: what it did has to be found, or done anew.
    const found = await operation.lookUp();
    if (!found) {
      await renewKey(deps, operation, row);
      throw error;
    }
    await note(deps, operation, { event: "succeed", lastError: null });
    return found;
  }
  if (error instanceof StripeRefused || error instanceof StripeTotalMismatch)
    await note(deps, operation, { event: "refuse", lastError: error.message });
  throw error;
}

async function claim<Result>(deps: OperationDeps, operation: Operation<Result>) {
  const requestHash = sha256Hex(canonicalJson(operation.request));
  const now = deps.clock.now();
  return inTransaction(deps, operation, async (tx) => {
    await tx.$executeRaw`
      insert into stripe_operation (organization_id, provider_id, kind, subject_id, idempotency_key,
        request_hash, state)
      values (${operation.organizationId}::uuid, ${operation.providerId}::uuid, ${operation.kind},
              ${operation.subjectId}::uuid, ${`${operation.kind}:${operation.subjectId}:1`},
                ${requestHash}, 'pending')
      on conflict (kind, subject_id) do nothing`;
    const row = await locked(tx, operation);
    const changed = row.requestHash !== requestHash;
    const refused = row.state === "refused";
    const tried = row.state === "sent" || row.state === "unknown" || row.state === "done";
    const lookFirst = tried && (row.state === "done" || changed || isOld(row, now));
    const key = refused || (changed && row.state === "pending") ? following(row.key) : row.key;
    await tx.stripeOperation.update({
      where: { id: row.id },
      data: {
        state: row.state === "done" ? "sent" : next(operationMachine, row.state, "send"),
        attempts: { increment: 1 },
        idempotencyKey: key,
        requestHash,
        firstSentAt: row.firstSentAt === null || refused ? toDate(now) : row.firstSentAt,
      },
    });
    return { row: { ...row, key }, lookFirst };
  });
}

async function renewKey<Result>(
  deps: OperationDeps,
  operation: Operation<Result>,
  row: Row,
): Promise<string> {
  const key = following(row.key);
  await inTransaction(deps, operation, (tx) =>
    tx.stripeOperation.update({
      where: { id: row.id },
      data: { idempotencyKey: key, firstSentAt: toDate(deps.clock.now()) },
    }),
  );
  return key;
}

async function note<Result>(
  deps: OperationDeps,
  operation: Operation<Result>,
  p: { event: "succeed" | "refuse" | "lose_track"; lastError: string | null },
): Promise<void> {
  await inTransaction(deps, operation, async (tx) => {
    const row = await locked(tx, operation);
    if (row.state === "done" || row.state === "refused") return;
    await tx.stripeOperation.update({
      where: { id: row.id },
      data: {
        state: next(operationMachine, row.state, p.event),
        lastError: p.lastError,
        ...(p.event === "succeed" ? { doneAt: toDate(deps.clock.now()) } : {}),
      },
    });
  });
}

async function locked(tx: Tx, p: { kind: string; subjectId: string }): Promise<Row> {
  const [row] = await tx.$queryRaw<Row[]>`
    select id, state, idempotency_key as key, request_hash as "requestHash", first_sent_at as "firstSentAt"
    from stripe_operation where kind = ${p.kind} and subject_id = ${p.subjectId}::uuid for update`;
  if (!row) throw new Error(`The operation ${p.kind} of ${p.subjectId} is not this organisation's.`);
  return row;
}

function inTransaction<Result, T>(
  { db }: OperationDeps,
  operation: Operation<Result>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.withOrg(systemViewer(operation.providerId, `${operation.kind}:${operation.subjectId}`), work);
}

function isOld(row: Row, now: Temporal.Instant): boolean {
  if (!row.firstSentAt) return false;
  return Temporal.Instant.compare(toInstant(row.firstSentAt).add({ hours: KEY_HOURS }), now) < 0;
}

/** "invoice.draft:…:1" → "invoice.draft:…:2" */
function following(key: string): string {
  const at = key.lastIndexOf(":");
  return `${key.slice(0, at)}:${Number(key.slice(at + 1)) + 1}`;
}
