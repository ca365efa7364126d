import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { domainOfEmail, FRESH_SECONDS, type SsoRefusal } from "../../../domain/identity/single-sign-on.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { isId } from "../../party-scope.ts";
import { type Binding, NoProvider, NotProved } from "../../ports/oidc/port.ts";
import { beginSession } from "../begin-session.ts";
import { type Challenge, keepChallenge, type Purpose, takeChallenge } from "../challenges.ts";
import { membershipsOf } from "../places.ts";
import { lifetimeOf } from "../session-lifetime.ts";
import type { IdentityDeps } from "../sign-in.ts";
import { countAsk, type Throttled } from "../throttle.ts";
import type { RequestFacts } from "../viewer-of-membership.ts";
import { enter } from "./enter.ts";
import { clientOf, returnAddress, type SsoDoor } from "./parts.ts";

export type SsoBegun =
  | { outcome: "go"; address: string; cookies: string[] }
  /** No organisation has shown to hold this address's domain. */
  | { outcome: "none" }
  | { outcome: "unreachable" }
  | Throttled;

type Begin = { next: string; facts: RequestFacts };

/**
 * Begins to sign in with the sign-in of whose domain an address is of. What it answers depends on the domain
 * alone: nobody learns who has an account.
 */
export async function beginSso(deps: IdentityDeps, p: Begin & { email: string }): Promise<SsoBegun> {
  const spent = await countAsk(deps.throttle, { what: "challenges", of: `sso:${p.facts.address}` });
  if (spent) return spent;
  const domain = domainOfEmail(p.email.trim().toLowerCase());
  const door = domain ? await doorOf(deps, { domain }) : null;
  if (!door) return { outcome: "none" };
  return begin(deps, { ...p, door, purpose: "sso_sign_in", viewer: null, loginHint: p.email.trim() });
}

/** The same for an open session that such a sign-in opened: its person proves themselves there once more. */
export async function beginSsoStepUp(deps: IdentityDeps, p: Begin & { viewer: Viewer }): Promise<SsoBegun> {
  const { viewer } = p;
  const spent = await countAsk(deps.throttle, { what: "challenges", of: `sso:${viewer.userId}` });
  if (spent) return spent;
  const id = viewer.ssoConnectionId;
  const door = id ? await doorOf(deps, { id }) : null;
  if (!door) return { outcome: "none" };
  return begin(deps, { ...p, door, purpose: "sso_step_up", viewer, loginHint: viewer.email });
}

type Kind = Extract<Purpose, "sso_sign_in" | "sso_step_up">;

async function begin(
  deps: IdentityDeps,
  p: Begin & { door: SsoDoor; purpose: Kind; viewer: Viewer | null; loginHint: string },
): Promise<SsoBegun> {
  const { holder, cookie } = deps.sso.cookie.issue();
  const binding = bindingOf(deps, cookie);
  if (!binding) throw new Error("A cookie that was just made is well-formed.");
  try {
    const address = await deps.sso.oidc.address(clientOf(deps.sso, p.door), {
      redirectUri: returnAddress(deps.sso, p.door.id),
      ...{ binding, loginHint: p.loginHint, isFresh: p.purpose === "sso_step_up", maxAge: FRESH_SECONDS },
    });
    const challenge = JSON.stringify({ connectionId: p.door.id, next: p.next.slice(0, 2_000) });
    const userId = p.viewer?.userId ?? null;
    const { purpose } = p;
    await keepChallenge(deps.open, { holder, purpose, userId, challenge, now: deps.clock.now() });
    return { outcome: "go", address, cookies: [cookie] };
  } catch (error) {
    if (error instanceof NoProvider) return { outcome: "unreachable" };
    throw error;
  }
}

/** The table holds the digest of the cookie's secret alone; nothing that a sign-in is bound to is in it. */
function bindingOf(deps: IdentityDeps, cookieHeader: string | null): Binding | null {
  const of = (use: string) => deps.sso.cookie.derive(cookieHeader, use);
  const [state, nonce, verifier] = [of("state"), of("nonce"), of("verifier")];
  return state && nonce && verifier ? { state, nonce, verifier } : null;
}

export type SsoEnded =
  | { outcome: "signed_in"; cookies: string[]; next: string }
  | { outcome: "refused"; reason: SsoRefusal; cookies: string[] };

type Answer = {
  connectionId: string;
  /** The query of the address that the provider sent the browser back to. */
  search: string;
  viewer: Viewer | null;
  cookieHeader: string | null;
  facts: RequestFacts;
};

const keptSchema = z.object({ connectionId: z.string(), next: z.string() });

/**
 * Takes the provider's answer. What was begun is used up by it, whatever it says: of two answers to one
 * beginning the second finds none.
 */
export async function finishSso(deps: IdentityDeps, p: Answer): Promise<SsoEnded> {
  const refused = (reason: SsoRefusal): SsoEnded => ({
    ...{ outcome: "refused", reason },
    cookies: [deps.sso.cookie.blank()],
  });
  const binding = bindingOf(deps, p.cookieHeader);
  const taken = await takeBegun(deps, p.cookieHeader);
  if (!taken || !binding) return refused("expired");
  const { connectionId, next } = keptSchema.parse(JSON.parse(taken.challenge));
  // The answer came to the address of another connection than the one that was asked.
  if (connectionId !== p.connectionId) return refused("not_proved");
  const door = await doorOf(deps, { id: connectionId });
  if (!door) return refused("removed");
  const isStepUp = taken.purpose === "sso_step_up";
  try {
    const claims = await deps.sso.oidc.claims(clientOf(deps.sso, door), {
      answer: new URL(`${returnAddress(deps.sso, door.id)}${p.search}`),
      ...{ binding, maxAge: isStepUp ? FRESH_SECONDS : null },
    });
    if (isStepUp) return proved(deps, { ...p, door, claims, userId: taken.userId, next });
    const entered = await enter(deps, { door, claims, facts: p.facts });
    if ("refused" in entered) return refused(entered.refused);
    const cookies = await beginSession(deps, {
      ...{ userId: entered.userId, organizationId: door.organizationId, facts: p.facts },
      ...{ way: "organisation", cookieHeader: p.cookieHeader },
      lifetime: lifetimeOf(await membershipsOf(deps.open, entered.userId)),
      sso: { connectionId: door.id, provedAt: provedAt(claims.auth_time, deps.clock.now()) },
    });
    const blanks = [deps.sso.cookie.blank(), deps.pending.blank()];
    return { outcome: "signed_in", cookies: [...cookies, ...blanks], next };
  } catch (error) {
    if (error instanceof NotProved) return refused(error.isDenied ? "denied" : "not_proved");
    if (error instanceof NoProvider) return refused("not_proved");
    throw error;
  }
}

type Proved = Answer & { door: SsoDoor; claims: { sub: string }; userId: string | null; next: string };

/** It is the same person in the same session who has proved themselves: then grave deeds go through. */
async function proved(deps: IdentityDeps, p: Proved): Promise<SsoEnded> {
  const { viewer, door } = p;
  const isSame = viewer && viewer.userId === p.userId && viewer.ssoConnectionId === door.id;
  const linked =
    isSame &&
    (await deps.db.readOrg(viewer, (tx) =>
      tx.ssoIdentity.findFirst({
        where: { connectionId: door.id, subject: p.claims.sub, userId: viewer.userId },
      }),
    ));
  if (!linked) return { outcome: "refused", reason: "other_account", cookies: [deps.sso.cookie.blank()] };
  await deps.sessions.stepUp(p.cookieHeader);
  const cookie = await deps.sessions.renew(p.cookieHeader);
  const cookies = [...(cookie ? [cookie] : []), deps.sso.cookie.blank()];
  return { outcome: "signed_in", cookies, next: p.next };
}

async function takeBegun(
  deps: IdentityDeps,
  cookieHeader: string | null,
): Promise<(Challenge & { purpose: Kind }) | null> {
  const holder = deps.sso.cookie.holder(cookieHeader);
  if (!holder) return null;
  for (const purpose of ["sso_sign_in", "sso_step_up"] as const) {
    const taken = await takeChallenge(deps.open, { holder, purpose, now: deps.clock.now() });
    if (taken) return { ...taken, purpose };
  }
  return null;
}

/** When the person proved themselves at the provider; a time to come is none, and none proves nothing. */
function provedAt(authTime: unknown, now: Temporal.Instant): Temporal.Instant | null {
  if (typeof authTime !== "number" || !Number.isSafeInteger(authTime) || authTime < 0) return null;
  const at = Temporal.Instant.fromEpochMilliseconds(Math.min(authTime, 4_102_444_800) * 1_000);
  return Temporal.Instant.compare(at, now.add({ seconds: 30 })) > 0 ? null : at;
}

async function doorOf(
  deps: Pick<IdentityDeps, "open">,
  p: { domain?: string; id?: string },
): Promise<SsoDoor | null> {
  const id = p.id && isId(p.id) ? p.id : null;
  const [door] = await deps.open.$queryRaw<SsoDoor[]>`
    select id, organization_id as "organizationId", organization, kind, zone, issuer, client_id as "clientId",
      sealed_secret as "sealedSecret"
    from app.sso_door(${p.domain ?? null}, ${id}::uuid)`;
  return door ?? null;
}
