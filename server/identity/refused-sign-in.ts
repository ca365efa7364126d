import { z } from "zod";
import {
  SIGN_IN_OUTCOMES,
  SIGN_IN_WAYS,
  type SignInOutcome,
  type SignInWay,
} from "../../domain/identity/signing-in.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import { command, enqueue } from "../command.ts";
import type { Database, Tx } from "../db.ts";
import { asPerson } from "./as-person.ts";
import { membershipsOf } from "./places.ts";
import type { RequestFacts } from "./viewer-of-membership.ts";

type Refusal = {
  /** Whom somebody said to be, or whose password was right already. */
  who: { email: string } | { userId: string };
  way: SignInWay;
  outcome: Exclude<SignInOutcome, "signed_in">;
  facts: RequestFacts;
};

/**
 * Says that somebody was not let in. The worker looks the account up, not this: an address that nobody has
 * costs the same work as one with an account, so the time of an answer tells nobody who has one.
 */
export async function tellRefused(
  deps: { open: Tx; clock: Clock },
  { who, way, outcome, facts }: Refusal,
): Promise<void> {
  const { address, requestId } = facts;
  const payload = {
    ...{ who, way, outcome, address, requestId, eventId: crypto.randomUUID() },
    ...{ userAgent: facts.userAgent.slice(0, 300), at: deps.clock.now().toString() },
  };
  await enqueue(deps.open, { task: "sign_in.refused", payload });
}

const payloadSchema = z.object({
  who: z.union([z.object({ userId: z.uuid() }), z.object({ email: z.string() })]),
  way: z.enum(Object.keys(SIGN_IN_WAYS) as [SignInWay, ...SignInWay[]]),
  outcome: z.enum(Object.keys(SIGN_IN_OUTCOMES) as [SignInOutcome, ...SignInOutcome[]]),
  ...{ address: z.string(), userAgent: z.string(), requestId: z.string() },
  ...{ at: z.string(), eventId: z.uuid() },
});
type Told = z.infer<typeof payloadSchema>;

/**
 * The job: it stands in the trail of every organisation that the person belongs to, since any of them may be
 * what was sought, and in the person's own list. Run again it writes nothing twice.
 */
export async function keepRefusedSignIn(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const told = payloadSchema.parse(payload);
  const { who } = told;
  // A text with a NUL is nobody's e-mail, and PostgreSQL takes none.
  if ("email" in who && who.email.includes("\0")) return;
  const where = "userId" in who ? { id: who.userId } : { email: who.email };
  const person = await deps.db.open.user.findUnique({ where });
  if (!person) return;
  const places = await membershipsOf(deps.db.open, person.id);
  for (const { organizationId } of places) {
    const viewer = {
      ...systemViewer(organizationId, told.requestId),
      ...{ name: `Somebody as ${person.name}`, address: told.address, userAgent: told.userAgent },
    };
    const idempotencyKey = `sign_in_refused:${told.eventId}`;
    await write({ db: deps.db, clock: deps.clock, viewer, idempotencyKey }, { userId: person.id, told });
  }
  await asPerson(deps.db, person.id, (tx) => keepForPerson(tx, person.id, told));
}

const write = command({
  name: "session.refuse",
  permission: "organization:read",
  run: async (deed, { userId, told }: { userId: string; told: Told }): Promise<null> => {
    deed.about("person", userId, { way: told.way, outcome: told.outcome, at: told.at });
    return null;
  },
});

async function keepForPerson(tx: Tx, userId: string, told: Told): Promise<void> {
  await tx.$executeRaw`
    insert into sign_in_event (id, user_id, at, outcome, way, address, user_agent, is_new_device)
    values (${told.eventId}::uuid, ${userId}::uuid, ${told.at}::timestamptz, ${told.outcome}, ${told.way},
      ${told.address}, ${told.userAgent}, false)
    on conflict (id) do nothing`;
}
