import { createHash } from "node:crypto";
import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import type { Role, Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";
import { passwordMatches } from "./password.ts";
import { lifetimeOf } from "./session-lifetime.ts";
import type { Sessions } from "./sessions.ts";

type RequestFacts = { requestId: string; address: string; userAgent: string };
export type SignInResult =
  | { outcome: "signed_in"; cookie: string }
  | { outcome: "refused" }
  | { outcome: "throttled"; retryAfterSeconds: number };

/**
 * Counts sign-in attempts: ten wrong ones for an account from one address in fifteen minutes, a hundred in
 * all.
 */
export function openThrottle(pool: pg.Pool) {
  const common = {
    storeClient: pool,
    tableName: "sign_in_throttle",
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
  return {
    here: new RateLimiterPostgres({ ...common, keyPrefix: "here", points: 10, duration: 15 * 60 }),
    anywhere: new RateLimiterPostgres({
      ...common,
      keyPrefix: "anywhere",
      points: 100,
      duration: 24 * 60 * 60,
    }),
  };
}

export type Throttle = ReturnType<typeof openThrottle>;

/**
 * Signs a person in with e-mail and password. A wrong password, an unknown e-mail and a disabled person
 * get the same answer after the same work. The session opens for the first organisation the person
 * belongs to.
 */
export async function signIn(
  deps: { open: Tx; sessions: Sessions; throttle: Throttle },
  input: { email: string; password: string; facts: RequestFacts },
): Promise<SignInResult> {
  const email = input.email.trim().toLowerCase();
  const account = createHash("sha256").update(email).digest("hex");
  const here = `${account}:${createHash("sha256").update(input.facts.address).digest("hex").slice(0, 16)}`;
  for (const [limiter, key] of [
    [deps.throttle.here, here],
    [deps.throttle.anywhere, account],
  ] as const) {
    const spent = await spend(limiter, key);
    if (spent) return { outcome: "throttled", retryAfterSeconds: Math.ceil(spent.msBeforeNext / 1000) };
  }
  // A text with a NUL is nobody's e-mail, and PostgreSQL takes none.
  const person = email.includes("\0") ? null : await deps.open.user.findUnique({ where: { email } });
  const right = await passwordMatches({ stored: person?.passwordHash ?? null, password: input.password });
  if (!right || !person || person.disabledAt) return { outcome: "refused" };
  await Promise.all([deps.throttle.here.delete(here), deps.throttle.anywhere.delete(account)]);
  const memberships = await membershipsOf(deps.open, person.id);
  const cookie = await deps.sessions.begin({
    userId: person.id,
    organizationId: memberships[0]?.organizationId ?? null,
    lifetime: lifetimeOf(memberships.map((one) => one.role)),
    facts: input.facts,
  });
  return { outcome: "signed_in", cookie };
}

/**
 * Counts an attempt before it is looked at, so that attempts at the same moment cannot all pass on the count
 * of none of them; a right password clears the count. Answers what is spent where the limit is over.
 */
async function spend(limiter: RateLimiterPostgres, key: string): Promise<RateLimiterRes | null> {
  try {
    await limiter.consume(key);
    return null;
  } catch (over) {
    if (over instanceof RateLimiterRes) return over;
    throw over;
  }
}

/**
 * Moves a signed-in person to another of their organisations under a new session; null where they don't
 * belong.
 */
export async function switchOrganization(
  deps: { open: Tx; sessions: Sessions },
  input: { viewer: Viewer; organizationId: string; cookieHeader: string | null; facts: RequestFacts },
): Promise<string | null> {
  const memberships = await membershipsOf(deps.open, input.viewer.userId);
  if (!memberships.some((one) => one.organizationId === input.organizationId)) return null;
  await deps.sessions.end(input.cookieHeader);
  return deps.sessions.begin({
    userId: input.viewer.userId,
    organizationId: input.organizationId,
    lifetime: lifetimeOf(memberships.map((one) => one.role)),
    facts: input.facts,
  });
}

export type MembershipSummary = {
  organizationId: string;
  organization: string;
  kind: string;
  role: Role;
  customRole: string | null;
};

/** Every present membership of a person, oldest first. */
export function membershipsOf(open: Tx, userId: string): Promise<MembershipSummary[]> {
  return open.$queryRaw<MembershipSummary[]>`
    select organization_id as "organizationId", organization, kind, role, custom_role as "customRole"
    from app.membership_of(${userId}::uuid)`;
}
