import type { Role, Viewer } from "../../domain/identity/viewer.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import type { FieldEncryption } from "../ports/field-encryption.ts";
import { asPerson } from "./as-person.ts";
import { keepChallenge, readChallenge, takeChallenge } from "./challenges.ts";
import { type SecretCookie, secretCookie } from "./cookies.ts";
import { factorsOf, waysOf } from "./factors/factors.read.ts";
import { type PasskeyParty, takePasskey } from "./factors/passkeys.ts";
import { takeRecoveryCode } from "./factors/recovery-codes.ts";
import { takeTotp } from "./factors/totp.ts";
import { passwordMatches } from "./password.ts";
import { lifetimeOf } from "./session-lifetime.ts";
import type { Sessions } from "./sessions.ts";
import type { SsoParts } from "./sso/parts.ts";
import { countAsk, countAttempt, type Throttle, type Throttled } from "./throttle.ts";
import type { RequestFacts } from "./viewer-of-membership.ts";

export type IdentityDeps = {
  db: Database;
  open: Tx;
  clock: Clock;
  sessions: Sessions;
  throttle: Throttle;
  box: FieldEncryption;
  /** Carries what is between a right password and a session. */
  pending: SecretCookie;
  passkeys: PasskeyParty;
  sso: SsoParts;
};

export type SignInResult =
  | { outcome: "signed_in"; cookies: string[] }
  /** The password was right and another proof is asked for; nothing is open yet. */
  | { outcome: "second_factor"; cookies: string[] }
  /** They have proved who they are, and their organisation lets them in by its own sign-in alone. */
  | { outcome: "own_sign_in"; organization: string }
  | { outcome: "refused" }
  | Throttled;

/** The cookie of what is between a right password and a session; it lives for ten minutes. */
export function pendingCookie(secure: boolean): SecretCookie {
  return secretCookie({ name: "pending", secure, maxAgeSeconds: 600, sameSite: "Strict" });
}

/**
 * The first step of signing in: e-mail and password. A wrong password, an unknown e-mail and a disabled
 * person get the same answer after the same work. Where the person has a second factor, a right password
 * opens no session.
 */
export async function signIn(
  deps: IdentityDeps,
  input: { email: string; password: string; facts: RequestFacts },
): Promise<SignInResult> {
  const email = input.email.trim().toLowerCase();
  const attempt = { what: "password", account: email, address: input.facts.address } as const;
  const { spent, clear } = await countAttempt(deps.throttle, attempt);
  if (spent) return spent;
  // A text with a NUL is nobody's e-mail, and PostgreSQL takes none.
  const person = email.includes("\0") ? null : await deps.open.user.findUnique({ where: { email } });
  const right = await passwordMatches({ stored: person?.passwordHash ?? null, password: input.password });
  if (!right || !person || person.disabledAt) return { outcome: "refused" };
  await clear();
  const elsewhere = await ownSignIn(deps, person.id);
  if (elsewhere) return elsewhere;
  const factors = await asPerson(deps.db, person.id, (tx) => factorsOf(tx, person.id));
  if (waysOf(factors).length === 0) return beginSession(deps, { userId: person.id, facts: input.facts });
  const { holder, cookie } = deps.pending.issue();
  const now = deps.clock.now();
  const kept = { holder, purpose: "second_factor", userId: person.id, challenge: "", now } as const;
  await keepChallenge(deps.open, kept);
  return { outcome: "second_factor", cookies: [cookie] };
}

/** Who has given the right password in this browser and has still to prove themselves once more. */
export async function pendingPerson(
  deps: IdentityDeps,
  cookieHeader: string | null,
): Promise<string | null> {
  const holder = deps.pending.holder(cookieHeader);
  if (!holder) return null;
  const at = { holder, purpose: "second_factor", now: deps.clock.now() } as const;
  return (await readChallenge(deps.open, at))?.userId ?? null;
}

export type Proof =
  | { way: "totp" | "recovery"; code: string }
  /** What the browser's passkey answered, as JSON. */
  | { way: "passkey"; response: string };

/** The second step. `expired` where there was no first one, or it is ten minutes ago. */
export async function secondFactor(
  deps: IdentityDeps,
  input: { proof: Proof; cookieHeader: string | null; facts: RequestFacts },
): Promise<SignInResult | { outcome: "expired" }> {
  const userId = await pendingPerson(deps, input.cookieHeader);
  const holder = deps.pending.holder(input.cookieHeader);
  if (!userId || !holder) return { outcome: "expired" };
  const attempt = { what: "factor", account: userId, address: input.facts.address } as const;
  const { spent, clear } = await countAttempt(deps.throttle, attempt);
  if (spent) return spent;
  const isProved = await proves(deps, { userId, holder, purpose: "passkey_sign_in", proof: input.proof });
  if (!isProved) return { outcome: "refused" };
  const now = deps.clock.now();
  // Two right answers at once: the one that takes the first step away is signed in.
  if (!(await takeChallenge(deps.open, { holder, purpose: "second_factor", now })))
    return { outcome: "expired" };
  await clear();
  return beginSession(deps, { userId, facts: input.facts });
}

/** Whether a proof is one of this person's, at this moment; a right one is used up by it. */
export async function proves(
  deps: IdentityDeps,
  p: {
    userId: string;
    holder: string;
    purpose: "passkey_sign_in" | "passkey_step_up";
    proof: Proof;
  },
): Promise<boolean> {
  const { userId, holder, purpose, proof } = p;
  const now = deps.clock.now();
  switch (proof.way) {
    case "totp":
      return asPerson(deps.db, userId, (tx) =>
        takeTotp(tx, { userId, code: proof.code, now, box: deps.box }),
      );
    case "recovery":
      return asPerson(deps.db, userId, (tx) => takeRecoveryCode(tx, { userId, code: proof.code, now }));
    case "passkey":
      return (await takePasskey(deps, { holder, purpose, response: proof.response, userId })) !== null;
  }
}

/**
 * Signs in by a passkey alone: it is in the person's hand and they have shown their face, finger or
 * PIN to it.
 */
export async function passkeySignIn(
  deps: IdentityDeps,
  input: { response: string; cookieHeader: string | null; facts: RequestFacts },
): Promise<SignInResult> {
  const holder = deps.pending.holder(input.cookieHeader);
  if (!holder) return { outcome: "refused" };
  const spent = await countAsk(deps.throttle, { what: "challenges", of: input.facts.address });
  if (spent) return spent;
  const { response } = input;
  const userId = await takePasskey(deps, { holder, purpose: "passkey_sign_in", response, userId: null });
  const person = userId && (await deps.open.user.findUnique({ where: { id: userId } }));
  if (!person || person.disabledAt) return { outcome: "refused" };
  return beginSession(deps, { userId: person.id, facts: input.facts });
}

/** Opens a session for the first organisation the person belongs to and that takes a password. */
async function beginSession(
  deps: IdentityDeps,
  p: { userId: string; facts: RequestFacts },
): Promise<SignInResult> {
  const memberships = await membershipsOf(deps.open, p.userId);
  const elsewhere = await ownSignIn(deps, p.userId);
  if (elsewhere) return elsewhere;
  const [first] = await openPlaces(deps.open, p.userId);
  const cookie = await deps.sessions.begin({
    userId: p.userId,
    organizationId: first?.organizationId ?? null,
    lifetime: lifetimeOf(memberships),
    facts: p.facts,
  });
  return { outcome: "signed_in", cookies: [cookie, deps.pending.blank()] };
}

/**
 * Moves a signed-in person to another of their organisations, under a new secret; null where they don't
 * belong, where that one lets them in by its own sign-in alone, and where such a sign-in opened this session.
 */
export async function switchOrganization(
  deps: Pick<IdentityDeps, "open" | "sessions">,
  input: { viewer: Viewer; organizationId: string; cookieHeader: string | null },
): Promise<string | null> {
  const { viewer, organizationId, cookieHeader } = input;
  const memberships = await membershipsOf(deps.open, viewer.userId);
  if (!memberships.some((one) => one.organizationId === organizationId)) return null;
  if (!viewer.ssoConnectionId && (await demandsSso(deps.open, { organizationId, userId: viewer.userId })))
    return null;
  return deps.sessions.renew(cookieHeader, { organizationId, lifetime: lifetimeOf(memberships) });
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

/** Those of a person's places that take a password or passkey of theirs, oldest first. */
async function openPlaces(open: Tx, userId: string): Promise<MembershipSummary[]> {
  const places = await membershipsOf(open, userId);
  const demands = await Promise.all(
    places.map(({ organizationId }) => demandsSso(open, { organizationId, userId })),
  );
  return places.filter((_place, at) => !demands[at]);
}

/** Whether an organisation lets this person in by its own sign-in alone. */
export async function demandsSso(
  open: Tx,
  p: { organizationId: string; userId: string },
): Promise<boolean> {
  const [row] = await open.$queryRaw<{ demands: boolean }[]>`
    select app.demands_sso(${p.organizationId}::uuid, ${p.userId}::uuid) as demands`;
  return row?.demands ?? false;
}

/**
 * What is answered where none of a person's places takes a password; null where one does, or they have
 * none.
 */
async function ownSignIn(deps: Pick<IdentityDeps, "open">, userId: string) {
  const [first] = await membershipsOf(deps.open, userId);
  if (!first || (await openPlaces(deps.open, userId)).length > 0) return null;
  return { outcome: "own_sign_in" as const, organization: first.organization };
}
