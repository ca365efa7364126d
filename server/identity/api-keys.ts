import { createHash } from "node:crypto";
import type { Permission } from "../../domain/identity/permissions.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { Presumption, presuming } from "../presumption.ts";
import { prepared } from "../raw-sql.ts";
import { type MembershipRow, type RequestFacts, viewerFrom } from "./viewer-of-membership.ts";

type On = { open: Tx; clock: Clock };
type KeyRow = MembershipRow & {
  key_id: string;
  organization_id: string;
  user_id: string;
  scopes: Permission[] | null;
  per_minute: number | null;
  /** All of it as one text of PostgreSQL's, by which it is known again. */
  print: string;
};

/**
 * The viewer an `Authorization: Bearer erk_…` header stands for; null for any other header, key or ended
 * member.
 */
export async function viewerOfApiKey(
  on: On,
  header: string | null,
  facts: RequestFacts,
): Promise<Viewer | null> {
  const hash = hashOf(header);
  const [row] = hash ? await on.open.$queryRaw<KeyRow[]>(holder(on, hash)) : [];
  return row ? viewerOfKey(row, facts) : null;
}

/** How many keys are remembered with what they stood for last. */
const MOST_KEYS = 1_000;

/** Which key it is, and how many requests it may send in a minute; null where that was never said. */
export type KnownKey = { id: string; perMinute: number | null };

/**
 * Runs a request as the viewer that its key stands for; null for a key that stands for nobody. What `before`
 * answers is given instead of running, and at once: PostgreSQL is not asked for it. The same goes for what
 * `stranger` answers to a key that was not seen before.
 */
export type KeyDoor = <T>(
  request: {
    header: string | null;
    facts: RequestFacts;
    before?: (key: KnownKey) => T | null;
    stranger?: () => T | null;
  },
  run: (viewer: Viewer) => Promise<T>,
) => Promise<T | null>;

/**
 * The door for API keys. A key seen before is presumed to stand for whom it stood last, so that asking about
 * it travels with the request's first transaction instead of before it. Nothing is answered or committed
 * before PostgreSQL has confirmed the key; where it does not, what was begun is undone and the request runs
 * once more as whoever the key stands for now. A revoked key therefore fails at once.
 */
export function openKeyDoor(on: On): KeyDoor {
  const last = new Map<string, KeyRow>();
  return async ({ header, facts, before, stranger }, run) => {
    const hash = hashOf(header);
    if (!hash) return null;
    const known = last.get(hash);
    if (known) {
      const early = before?.({ id: known.key_id, perMinute: known.per_minute });
      if (early) return early;
      const answer = await presumed(on, { hash, known }, () => run(viewerOfKey(known, facts)));
      if (answer) return answer.of;
      last.delete(hash);
    }
    const unseen = known ? null : stranger?.();
    if (unseen) return unseen;
    const [row] = await on.open.$queryRaw<KeyRow[]>(holder(on, hash));
    if (!row) return null;
    const early = known ? null : before?.({ id: row.key_id, perMinute: row.per_minute });
    if (early) return early;
    for (const oldest of last.keys()) if (last.size >= MOST_KEYS) last.delete(oldest);
    last.set(hash, row);
    return run(viewerOfKey(row, facts));
  };
}

/** The answer of a request that was presumed to be `known`'s; null where it no longer is. */
async function presumed<T>(
  on: On,
  { hash, known }: { hash: string; known: KeyRow },
  run: () => Promise<T>,
): Promise<{ of: T } | null> {
  const presumption = new Presumption({
    asking: () => holder(on, hash),
    demanding: () => prepared`
      select app.demand_holder(${hash}, ${toDate(on.clock.now())}::timestamptz, ${known.print})`,
    expected: known,
  });
  const [answer] = await Promise.allSettled([presuming(presumption, run)]);
  // A request without a transaction has asked nobody yet, nor has one whose first statement failed.
  if (presumption.open) presumption.judge(await on.open.$queryRaw<KeyRow[]>(holder(on, hash)));
  if (presumption.fell) return null;
  if (answer.status === "rejected") throw answer.reason;
  return { of: answer.value };
}

const holder = ({ clock }: On, hash: string) => prepared`
  select key_id, organization_id, user_id, name, email, organization, kind, zone, role, custom_role,
    permissions, scopes, per_minute, h::text as print
  from app.holder_of_key(${hash}, ${toDate(clock.now())}::timestamptz) h`;

function viewerOfKey(row: KeyRow, facts: RequestFacts): Viewer {
  const { key_id: credential, user_id: userId, organization_id: organizationId } = row;
  const viewer = viewerFrom({ row, userId, organizationId, via: "api_key", credential, facts });
  return row.scopes ? { ...viewer, scopes: row.scopes } : viewer;
}

function hashOf(header: string | null): string | null {
  const key = /^Bearer (erk_[A-Za-z0-9_-]{16,100})$/.exec(header ?? "")?.[1];
  return key ? hashApiKey(key) : null;
}

export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}
