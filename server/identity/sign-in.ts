import type { SignInWay } from "../../domain/identity/signing-in.ts";
import type { Tx } from "../db.ts";
import type { FieldEncryption } from "../ports/field-encryption.ts";
import { asPerson } from "./as-person.ts";
import { beginSession, type SessionParts } from "./begin-session.ts";
import { keepChallenge, readChallenge, takeChallenge } from "./challenges.ts";
import { type SecretCookie, secretCookie } from "./cookies.ts";
import { factorsOf, waysOf } from "./factors/factors.read.ts";
import { type PasskeyParty, takePasskey } from "./factors/passkeys.ts";
import { takeRecoveryCode } from "./factors/recovery-codes.ts";
import { takeTotp } from "./factors/totp.ts";
import { passwordMatches } from "./password.ts";
import { membershipsOf, openPlaces, ownSignIn } from "./places.ts";
import { tellRefused } from "./refused-sign-in.ts";
import { lifetimeOf } from "./session-lifetime.ts";
import type { SsoParts } from "./sso/parts.ts";
import { countAsk, countAttempt, type Throttle, type Throttled } from "./throttle.ts";
import type { RequestFacts } from "./viewer-of-membership.ts";

export type IdentityDeps = SessionParts & {
  open: Tx;
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
  input: { email: string; password: string; cookieHeader: string | null; facts: RequestFacts },
): Promise<SignInResult> {
  const { facts, cookieHeader } = input;
  const email = input.email.trim().toLowerCase();
  const told = { who: { email: email.slice(0, 400) }, way: "password", facts } as const;
  const attempt = { what: "password", account: email, address: facts.address } as const;
  const { spent, isFirstSpent, clear } = await countAttempt(deps.throttle, attempt);
  if (isFirstSpent) await tellRefused(deps, { ...told, outcome: "throttled" });
  if (spent) return spent;
  // A text with a NUL is nobody's e-mail, and PostgreSQL takes none.
  const person = email.includes("\0") ? null : await deps.open.user.findUnique({ where: { email } });
  const right = await passwordMatches({ stored: person?.passwordHash ?? null, password: input.password });
  if (!right || !person || person.disabledAt) {
    await tellRefused(deps, { ...told, outcome: "refused" });
    return { outcome: "refused" };
  }
  await clear();
  const elsewhere = await ownSignIn(deps, person.id);
  if (elsewhere) {
    await tellRefused(deps, { ...told, outcome: "own_sign_in" });
    return elsewhere;
  }
  const factors = await asPerson(deps.db, person.id, (tx) => factorsOf(tx, person.id));
  if (waysOf(factors).length === 0)
    return enterFirst(deps, { userId: person.id, way: "password", facts, cookieHeader });
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
  const { proof, facts, cookieHeader } = input;
  const told = { who: { userId }, way: proof.way, facts } as const;
  const attempt = { what: "factor", account: userId, address: facts.address } as const;
  const { spent, isFirstSpent, clear } = await countAttempt(deps.throttle, attempt);
  if (isFirstSpent) await tellRefused(deps, { ...told, outcome: "throttled" });
  if (spent) return spent;
  if (!(await proves(deps, { userId, holder, purpose: "passkey_sign_in", proof }))) {
    await tellRefused(deps, { ...told, outcome: "refused" });
    return { outcome: "refused" };
  }
  const now = deps.clock.now();
  // Two right answers at once: the one that takes the first step away is signed in.
  if (!(await takeChallenge(deps.open, { holder, purpose: "second_factor", now })))
    return { outcome: "expired" };
  await clear();
  return enterFirst(deps, { userId, way: proof.way, facts, cookieHeader });
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
  const { facts, cookieHeader } = input;
  return enterFirst(deps, { userId: person.id, way: "passkey", facts, cookieHeader });
}

/** Opens a session for the first organisation the person belongs to and that takes a password. */
async function enterFirst(
  deps: IdentityDeps,
  p: { userId: string; way: SignInWay; facts: RequestFacts; cookieHeader: string | null },
): Promise<SignInResult> {
  const memberships = await membershipsOf(deps.open, p.userId);
  const elsewhere = await ownSignIn(deps, p.userId);
  if (elsewhere) return elsewhere;
  const [first] = await openPlaces(deps.open, p.userId);
  const cookies = await beginSession(deps, {
    ...p,
    organizationId: first?.organizationId ?? null,
    lifetime: lifetimeOf(memberships),
  });
  return { outcome: "signed_in", cookies: [...cookies, deps.pending.blank()] };
}
