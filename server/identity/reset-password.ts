import { resetAddress } from "../../domain/identity/password-reset.ts";
import { InvalidInput, NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, enqueue } from "../command.ts";
import { tellOfAccount } from "./account-notice.ts";
import { asPerson } from "./as-person.ts";
import { factorsOf, waysOf } from "./factors/factors.read.ts";
import { digest } from "./lucia-adapter.ts";
import { hashPassword } from "./password.ts";
import { membershipsOf } from "./places.ts";
import { demandGoodPassword } from "./set-password.ts";
import type { IdentityDeps } from "./sign-in.ts";
import { countAsk, type Throttled } from "./throttle.ts";
import { type RequestFacts, viewerOf } from "./viewer-of-membership.ts";

/**
 * Asks for a link to a new password. Every address gets the same answer after the same work: whether it has
 * an account is looked up by the job that mails. Five for an address and sixty from a network address in
 * fifteen minutes.
 */
export async function askPasswordReset(
  deps: IdentityDeps,
  p: { email: string; facts: RequestFacts },
): Promise<{ outcome: "asked" } | Throttled> {
  const email = resetAddress(p.email);
  const spent =
    (await countAsk(deps.throttle, { what: "challenges", of: `reset:${p.facts.address}` })) ??
    (await countAsk(deps.throttle, { what: "asks", of: `reset:${email ?? ""}` }));
  if (spent) return spent;
  if (email) {
    const payload = { email, askId: crypto.randomUUID() };
    await enqueue(deps.open, { task: "password_reset.mail", payload });
  }
  return { outcome: "asked" };
}

type Link = { userId: string; name: string; email: string };

/** Whether the link of a mail still opens; a used, old or invented one gets one answer. */
export async function resetLinkStands(deps: IdentityDeps, secret: string): Promise<boolean> {
  return (await linkOf(deps, secret)) !== null;
}

export type ResetOutcome =
  | { outcome: "done" }
  | { outcome: "unknown" }
  | { outcome: "invalid"; issues: readonly { field: string; message: string }[] }
  | Throttled;

/**
 * Sets the password of whoever holds the link, once, and ends all their sessions. A second factor stays and
 * is asked for at the next sign-in: a mailbox alone opens no account that has one.
 */
export async function setForgottenPassword(
  deps: IdentityDeps,
  p: { secret: string; password: string; facts: RequestFacts },
): Promise<ResetOutcome> {
  const spent = await countAsk(deps.throttle, { what: "challenges", of: `reset-use:${p.facts.address}` });
  if (spent) return spent;
  const link = await linkOf(deps, p.secret);
  const [place] = link ? await membershipsOf(deps.open, link.userId) : [];
  const viewer =
    link && place
      ? await viewerOf({
          ...{ open: deps.open, userId: link.userId, organizationId: place.organizationId },
          ...{ via: "link", facts: p.facts },
        })
      : null;
  if (!link || !viewer) return { outcome: "unknown" };
  const factors = await asPerson(deps.db, link.userId, (tx) => factorsOf(tx, link.userId));
  try {
    await demandGoodPassword({
      ...{ password: p.password, hasSecondFactor: waysOf(factors).length > 0, field: "password" },
      context: [link.name, link.email, viewer.organizationName],
    });
    const input = { tokenHash: digest(p.secret), passwordHash: await hashPassword(p.password) };
    await reset({ db: deps.db, clock: deps.clock, viewer }, input);
    return { outcome: "done" };
  } catch (error) {
    if (error instanceof InvalidInput) return { outcome: "invalid", issues: error.issues };
    if (error instanceof NotFound) return { outcome: "unknown" };
    throw error;
  }
}

const reset = command({
  name: "password.reset",
  permission: "organization:read",
  run: async (deed, input: { tokenHash: string; passwordHash: string }): Promise<null> => {
    const { tx, viewer, now } = deed;
    const at = toDate(now);
    const taken = await tx.mailedLink.updateMany({
      where: { ...standing(at), tokenHash: input.tokenHash, userId: viewer.userId },
      data: { usedAt: at },
    });
    // Used in the meantime: nothing of this is kept, no audit row either.
    if (taken.count === 0) throw new NotFound("link");
    await tx.user.update({ where: { id: viewer.userId }, data: { passwordHash: input.passwordHash } });
    const { count } = await tx.session.deleteMany({ where: { userId: viewer.userId } });
    deed.about("person", viewer.userId, { sessionsEnded: count });
    await tellOfAccount(deed, "password_reset");
    return null;
  },
});

const standing = (at: Date) => ({ purpose: "password", usedAt: null, expiresAt: { gt: at } });

async function linkOf(deps: IdentityDeps, secret: string): Promise<Link | null> {
  if (!/^[\w-]{43}$/.test(secret)) return null;
  const now = toDate(deps.clock.now());
  const link = await deps.open.mailedLink.findFirst({
    where: { ...standing(now), tokenHash: digest(secret) },
  });
  const person = link && (await deps.open.user.findUnique({ where: { id: link.userId } }));
  // A link that went to an address which is no longer the person's opens nothing.
  if (!person || person.disabledAt || person.email !== link.address) return null;
  return { userId: person.id, name: person.name, email: person.email };
}
