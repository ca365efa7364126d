import type { Temporal } from "temporal-polyfill";
import { may, type Permission } from "../domain/identity/permissions.ts";
import { provedLately, StepUpNeeded } from "../domain/identity/step-up.ts";
import type { Viewer } from "../domain/identity/viewer.ts";
import { canonicalJson } from "../domain/shared/canonical-json.ts";
import { DomainError } from "../domain/shared/domain-error.ts";
import { NotAllowed } from "../domain/shared/refusals.ts";
import { type Clock, toDate } from "./clock.ts";
import type { Database, Prisma, Tx } from "./db.ts";
import { prepared } from "./raw-sql.ts";
import { fieldKeysOf } from "./sealed-fields.ts";

/**
 * What a use case is called with: who asks, on which database, by which clock, and the caller's retry key.
 */
export type Caller = { db: Database; clock: Clock; viewer: Viewer; idempotencyKey?: string | undefined };

export type Deed = {
  tx: Tx;
  viewer: Viewer;
  now: Temporal.Instant;
  /** Sends a statement together with the commit: for a write whose answer nothing waits for. */
  write: (statement: Prisma.Sql) => void;
  /** Adds a job to the outbox, with the commit. The same key replaces a job that still waits. */
  enqueue: (task: string, payload: Record<string, unknown>, key?: string) => Promise<void>;
  /**
   * Adds a job that runs so many milliseconds later, unless one of the key waits already, which is left as it
   * is: for what comes in bursts.
   */
  enqueueOnce: (task: string, payload: Record<string, unknown>, key: string, ms: number) => Promise<void>;
  /**
   * Says what the audit row is about; without it the row names the command alone. What changed in the rows of
   * tables that people decide about, before and after, is noted beside it by the database.
   */
  about: (subjectType: string, subjectId: string, data?: Record<string, unknown>) => void;
};

/** The same retry key came with a different request. */
export class IdempotencyConflict extends DomainError {
  constructor() {
    super({
      code: "idempotency_conflict",
      message: "This was already sent with other values. Reload the page.",
    });
  }
}

type Definition<Input, Result> = {
  /** Past the colon the verb, before it the noun: `statement.approve`. */
  name: string;
  /** `own_account` is what every person may do for themselves, in a session and in no other way. */
  permission: Permission | "own_account";
  /** Only for somebody who has proved within five minutes that it is them; StepUpNeeded otherwise. */
  requiresStepUp?: true;
  run: (deed: Deed, input: Input) => Promise<Result>;
};

/**
 * Makes a use case: authorise → transaction → idempotency → the deed → audit → outbox, all in one
 * transaction. A refusal (DomainError) undoes everything. With a retry key the stored answer is given
 * again and nothing is done twice, also when two requests arrive at once: the second waits on the first's
 * row.
 */
export function command<Input, Result>(definition: Definition<Input, Result>) {
  return async function execute(caller: Caller, input: Input): Promise<Result> {
    if (!isAllowed(caller.viewer, definition.permission)) throw new NotAllowed();
    const now = caller.clock.now();
    if (definition.requiresStepUp && !provedLately(caller.viewer, now)) throw new StepUpNeeded();
    return again(3, () =>
      caller.db.withOrg(caller.viewer, (tx, closing) =>
        perform({ definition, caller, now, tx, closing, input }),
      ),
    );
  };
}

function isAllowed(viewer: Viewer, permission: Permission | "own_account"): boolean {
  return permission === "own_account" ? viewer.via === "session" : may(viewer, permission);
}

async function perform<Input, Result>(p: {
  definition: Definition<Input, Result>;
  caller: Caller;
  now: Temporal.Instant;
  tx: Tx;
  closing: (statement: Prisma.Sql) => void;
  input: Input;
}): Promise<Result> {
  const { definition, caller, now, tx, closing, input } = p;
  const stored = await claim(p);
  if (stored) return stored.result as Result;
  const about = { type: definition.name.split(".")[0] ?? "", id: "", data: {} as Record<string, unknown> };
  const jobs: Prisma.Sql[] = [];
  const result = await definition.run(
    {
      tx,
      viewer: caller.viewer,
      now,
      write: closing,
      enqueue: async (task, payload, key) => {
        jobs.push(addJob({ task, payload, key }));
      },
      enqueueOnce: async (task, payload, key, ms) => {
        const body = JSON.stringify(payload);
        jobs.push(prepared`select app.enqueue_once(${task}, ${body}::json, ${key}, ${ms}::bigint)::text`);
      },
      about: (type, id, data = {}) => Object.assign(about, { type, id, data }),
    },
    input,
  );
  for (const job of jobs) closing(job);
  if (caller.idempotencyKey)
    closing(prepared`update idempotency_key set result = ${JSON.stringify(result ?? null)}::jsonb
      where organization_id = ${caller.viewer.organizationId}::uuid and command = ${definition.name}
        and key = ${caller.idempotencyKey}`);
  closing(prepared`select app.append_audit(${toDate(now)}::timestamptz, ${userId(caller.viewer)}::uuid,
    ${caller.viewer.name}, ${definition.name}, ${about.type}, ${about.id}, ${caller.viewer.requestId},
    ${JSON.stringify(about.data)}::jsonb || app.noted_changes(),
    ${JSON.stringify(originOf(caller.viewer))}::jsonb)`);
  return result;
}

/** In which role something was done, by which session or key, and from where, as the audit row keeps it. */
function originOf({ role, via, credential, address }: Viewer): Record<string, string> {
  return { role, via, ...(credential ? { credential } : {}), ...(address ? { address } : {}) };
}

/** Takes the retry key for this transaction, or answers what an earlier one stored under it. */
async function claim<Input, Result>(p: {
  definition: Definition<Input, Result>;
  caller: Caller;
  tx: Tx;
  input: Input;
}): Promise<{ result: unknown } | null> {
  const key = p.caller.idempotencyKey;
  if (!key) return null;
  // Keyed, because what is short can be guessed from a plain digest: an account number, a VAT number.
  const keys = await fieldKeysOf(p.tx);
  const request = canonicalJson(JSON.parse(JSON.stringify(p.input ?? null)));
  const requestHash = keys.index(request, "retry");
  const organizationId = p.caller.viewer.organizationId;
  const taken = await p.tx.$executeRaw(prepared`
    insert into idempotency_key (organization_id, command, key, request_hash, result)
    values (${organizationId}::uuid, ${p.definition.name}, ${key}, ${requestHash}, 'null')
    on conflict (organization_id, command, key) do nothing`);
  if (taken === 1) return null;
  const row = await p.tx.idempotencyKey.findUniqueOrThrow({
    where: { organizationId_command_key: { organizationId, command: p.definition.name, key } },
  });
  if (!keys.isIndexOf(row.requestHash, request, "retry")) throw new IdempotencyConflict();
  return { result: row.result };
}

/** Adds a job from outside a command: only for work that belongs to no tenant's transaction. */
export async function enqueue(
  tx: Pick<Tx, "$queryRaw">,
  job: { task: string; payload: Record<string, unknown>; key?: string | undefined },
): Promise<void> {
  await tx.$queryRaw(addJob(job));
}

function addJob(job: { task: string; payload: Record<string, unknown>; key?: string | undefined }) {
  return prepared`select app.enqueue(${job.task}, ${JSON.stringify(job.payload)}::json, ${job.key ?? null})`;
}

function userId(viewer: Viewer): string | null {
  return viewer.via === "job" || viewer.via === "directory" ? null : viewer.userId;
}

/** Runs again after a deadlock or a serialisation failure, when PostgreSQL has undone everything. */
async function again<T>(times: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (times > 1 && (code === "P2034" || code === "40P01" || code === "40001"))
      return again(times - 1, work);
    throw error;
  }
}
