import type { AccountAnswer, AccountChange, AccountFacts, Qr } from "../../domain/identity/account.ts";
import { SsoRefused } from "../../domain/identity/single-sign-on.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { DomainError } from "../../domain/shared/domain-error.ts";
import { InvalidInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import type { Caller } from "../command.ts";
import { asPerson } from "./as-person.ts";
import { askEmailChange, dropEmailChange, pendingEmail } from "./email/ask-email-change.ts";
import { endSession } from "./end-session.ts";
import { factorsOf, waysOf } from "./factors/factors.read.ts";
import { addPasskey, renamePasskey } from "./factors/passkeys.ts";
import { removeFactor, renewRecoveryCodes } from "./factors/remove-factor.ts";
import { beginTotp, begunTotp, confirmTotp } from "./factors/totp.ts";
import { listSessions, listSignIns } from "./list-sessions.ts";
import { changePassword } from "./set-password.ts";
import type { IdentityDeps } from "./sign-in.ts";
import { countAsk, countAttempt } from "./throttle.ts";

type Session = { viewer: Viewer; cookieHeader: string | null };

/** How the viewer signs in, and where they are signed in. */
export async function accountFacts(deps: IdentityDeps, session: Session): Promise<AccountFacts> {
  const { viewer } = session;
  const holder = await deps.sessions.holder(session.cookieHeader);
  const now = deps.clock.now();
  return asPerson(deps.db, viewer.userId, async (tx) => {
    const factors = await factorsOf(tx, viewer.userId);
    const begun = factors.totpSince ? null : await begunTotp(tx, { viewer, box: deps.box });
    const current = await tx.session.findFirst({ where: { idHash: holder ?? "" } });
    const sessions = await listSessions(tx, { viewer, now });
    const signIns = await listSignIns(tx, viewer);
    return {
      email: viewer.email,
      pendingEmail: await pendingEmail(tx, { viewer, at: toDate(now) }),
      ways: waysOf(factors),
      app: factors.totpSince
        ? { since: factors.totpSince.toISOString() }
        : begun && { uri: begun.uri, secret: secretIn(begun.uri), qr: await qrOf(begun.uri) },
      passkeys: factors.passkeys.map((one) => ({
        ...{ id: one.id, name: one.name, createdAt: one.createdAt.toISOString() },
        lastUsedAt: one.lastUsedAt?.toISOString() ?? null,
      })),
      recoveryLeft: factors.recoveryLeft,
      sessions: sessions.map((one) => ({
        ...{ id: one.id, userAgent: one.userAgent, address: one.address },
        createdAt: one.createdAt.toISOString(),
        expiresAt: one.expiresAt.toISOString(),
        current: one.id === current?.publicId,
      })),
      signIns: signIns.map(({ sessionId, at, ...one }) => ({
        ...one,
        at: at.toISOString(),
        current: sessionId !== null && sessionId === current?.publicId,
      })),
    };
  });
}

/** The secret as a person types it, in groups of four. */
function secretIn(uri: string): string {
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  return (secret.match(/.{1,4}/g) ?? []).join(" ");
}

async function qrOf(uri: string): Promise<Qr> {
  const { encode } = await import("uqr");
  const { data, size } = encode(uri, { border: 2 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: squares.join("") };
}

/** Makes one change; what a rule refuses is answered as a value. */
export async function changeAccount(
  deps: IdentityDeps,
  session: Session,
  change: AccountChange,
): Promise<AccountAnswer> {
  const { db, clock } = deps;
  const caller: Caller = { db, clock, viewer: session.viewer };
  try {
    const codes = await make(deps, { caller, session, change });
    const renews = change.kind !== "begin_app" && change.kind !== "end_session";
    const cookie = renews ? await deps.sessions.renew(session.cookieHeader) : null;
    return { outcome: "done", cookies: cookie ? [cookie] : [], codes };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const issues = error instanceof InvalidInput ? [...error.issues] : [];
    return { outcome: "refused", code: error.code, message: error.message, issues };
  }
}

async function make(
  deps: IdentityDeps,
  { caller, session, change }: { caller: Caller; session: Session; change: AccountChange },
): Promise<string[] | null> {
  const holder = (await deps.sessions.holder(session.cookieHeader)) ?? "";
  // Whoever governs an organisation's sign-in gets no hand on how its people sign in elsewhere.
  if (session.viewer.ssoConnectionId && change.kind !== "end_session") throw new SsoRefused("sso_session");
  switch (change.kind) {
    case "begin_app":
      await beginTotp(caller, deps);
      return null;
    case "confirm_app":
      return confirmTotp(caller, deps, { code: change.code });
    case "remove_app":
      await removeFactor(caller, { factor: "authenticator_app", password: change.password });
      return null;
    case "add_passkey":
      return addPasskey(deps, caller, { name: change.name, response: change.response, holder });
    case "rename_passkey":
      await renamePasskey(caller, { id: change.id, name: change.name });
      return null;
    case "remove_passkey":
      await removeFactor(caller, { factor: { passkeyId: change.id }, password: change.password });
      return null;
    case "renew_recovery_codes":
      return renewRecoveryCodes(caller);
    case "change_password": {
      await counted(deps, session.viewer, () => changePassword(caller, { ...change, holder }));
      return null;
    }
    case "change_email":
      await askedFor(deps, session.viewer);
      await askEmailChange(caller, { email: change.email });
      return null;
    case "drop_email_change":
      await dropEmailChange(caller, {});
      return null;
    case "end_session":
      await endSession(caller, { id: change.id });
      return null;
  }
}

/** A session left open is no place to try passwords in. */
async function counted(deps: IdentityDeps, viewer: Viewer, work: () => Promise<void>): Promise<void> {
  const { email: account, address } = viewer;
  const { spent, clear } = await countAttempt(deps.throttle, { what: "password", account, address });
  if (spent) throw new TooManyAttempts(spent.retryAfterSeconds);
  await work();
  await clear();
}

/** Each ask sends a mail to an address that nobody has proved yet. */
async function askedFor(deps: IdentityDeps, { userId }: Viewer): Promise<void> {
  const spent = await countAsk(deps.throttle, { what: "asks", of: `email:${userId}` });
  if (spent) throw new TooManyAttempts(spent.retryAfterSeconds);
}

export class TooManyAttempts extends DomainError {
  constructor(seconds: number) {
    const minutes = Math.max(1, Math.ceil(seconds / 60));
    const message = `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`;
    super({ code: "too_many_attempts", message });
  }
}
