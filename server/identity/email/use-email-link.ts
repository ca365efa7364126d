import {
  AddressTaken,
  type EmailLink,
  type EmailLinkOutcome,
} from "../../../domain/identity/email-change.ts";
import { NotFound } from "../../../domain/shared/refusals.ts";
import { toDate } from "../../clock.ts";
import { command, type Deed } from "../../command.ts";
import { factorsOf, waysOf } from "../factors/factors.read.ts";
import { digest } from "../lucia-adapter.ts";
import { membershipsOf } from "../places.ts";
import type { IdentityDeps } from "../sign-in.ts";
import { countAsk } from "../throttle.ts";
import { type RequestFacts, viewerOf } from "../viewer-of-membership.ts";

type Link = { userId: string; purpose: string; address: string; createdAt: Date };
const PURPOSES = ["email", "email_back"];

/** What a link about an address does; null for one that is used, old or invented. */
export async function emailLink(deps: IdentityDeps, secret: string): Promise<EmailLink | null> {
  const link = await linkOf(deps, secret);
  return link && { does: link.purpose === "email" ? "confirm" : "give_back", address: link.address };
}

/**
 * Uses a link about an address, once: the new address counts from now on, or the old one does again. Whoever
 * has it need not be signed in, since it proves the address; that a change was asked for was proved before.
 */
export async function takeEmailLink(
  deps: IdentityDeps,
  p: { secret: string; facts: RequestFacts },
): Promise<EmailLinkOutcome> {
  const spent = await countAsk(deps.throttle, { what: "challenges", of: `email:${p.facts.address}` });
  if (spent) return spent;
  const link = await linkOf(deps, p.secret);
  const [place] = link ? await membershipsOf(deps.open, link.userId) : [];
  const viewer =
    link &&
    place &&
    (await viewerOf({
      ...{ open: deps.open, userId: link.userId, organizationId: place.organizationId },
      ...{ via: "link", facts: p.facts },
    }));
  if (!link || !viewer) return { outcome: "unknown" };
  const caller = { db: deps.db, clock: deps.clock, viewer };
  const input = { tokenHash: digest(p.secret), address: link.address, since: link.createdAt };
  try {
    if (link.purpose === "email") await changeEmail(caller, input);
    else await giveBack(caller, input);
    return { outcome: link.purpose === "email" ? "changed" : "given_back", address: link.address };
  } catch (error) {
    if (error instanceof AddressTaken) return { outcome: "taken" };
    if (error instanceof NotFound) return { outcome: "unknown" };
    throw error;
  }
}

type Use = { tokenHash: string; address: string; since: Date };

const changeEmail = command({
  name: "email.change",
  permission: "organization:read",
  run: async (deed, input: Use): Promise<null> => {
    const { viewer, now } = deed;
    await take(deed, input);
    await endLinks(deed, ["email", "password"]);
    await setEmail(deed, input.address);
    deed.about("person", viewer.userId);
    await deed.enqueue("email_change.tell", {
      ...{ userId: viewer.userId, organizationId: viewer.organizationId, noticeId: crypto.randomUUID() },
      ...{ from: viewer.email, to: input.address, at: now.toString() },
    });
    return null;
  },
});

/**
 * The old address again. Whoever changed it may have made themselves at home: every session ends, ways to
 * sign in that were added since go, and a link to a new password is mailed to the old address.
 */
const giveBack = command({
  name: "email.give_back",
  permission: "organization:read",
  run: async (deed, input: Use): Promise<null> => {
    const { tx, viewer } = deed;
    const { userId } = viewer;
    await take(deed, input);
    await endLinks(deed, ["email", "password"]);
    // A way back to an address that was set in between would undo this; earlier ways back still stand.
    await tx.mailedLink.updateMany({
      where: { userId, purpose: "email_back", usedAt: null, createdAt: { gt: input.since } },
      data: { usedAt: toDate(deed.now) },
    });
    await setEmail(deed, input.address);
    const { count: sessionsEnded } = await tx.session.deleteMany({ where: { userId } });
    const since = { userId, createdAt: { gte: input.since } };
    const passkeys = await tx.passkey.deleteMany({ where: since });
    const apps = await tx.totpFactor.deleteMany({ where: { userId, confirmedAt: { gte: input.since } } });
    const factorsRemoved = passkeys.count + apps.count;
    if (factorsRemoved > 0 || waysOf(await factorsOf(tx, userId)).length === 0)
      await tx.recoveryCode.deleteMany({ where: { userId } });
    deed.about("person", userId, { sessionsEnded, factorsRemoved });
    await deed.enqueue("password_reset.mail", { email: input.address, askId: crypto.randomUUID() });
    return null;
  },
});

async function take({ tx, viewer, now }: Deed, { tokenHash }: Use): Promise<void> {
  const at = toDate(now);
  const taken = await tx.mailedLink.updateMany({
    where: { tokenHash, userId: viewer.userId, usedAt: null, expiresAt: { gt: at } },
    data: { usedAt: at },
  });
  // Used in the meantime: nothing of this is kept, no audit row either.
  if (taken.count === 0) throw new NotFound("link");
}

async function endLinks({ tx, viewer, now }: Deed, purposes: string[]): Promise<void> {
  const open = { userId: viewer.userId, purpose: { in: purposes }, usedAt: null };
  await tx.mailedLink.updateMany({ where: open, data: { usedAt: toDate(now) } });
}

/** Throws AddressTaken, also where somebody took the address at the same moment. */
async function setEmail({ tx, viewer }: Deed, email: string): Promise<void> {
  const set = await tx.$executeRaw`
    update person set email = ${email} where id = ${viewer.userId}::uuid
      and not exists (select 1 from person other where other.email = ${email})`;
  if (set === 0) throw new AddressTaken();
}

async function linkOf(deps: IdentityDeps, secret: string): Promise<Link | null> {
  if (!/^[\w-]{43}$/.test(secret)) return null;
  const now = toDate(deps.clock.now());
  const link = await deps.open.mailedLink.findFirst({
    where: { tokenHash: digest(secret), purpose: { in: PURPOSES }, usedAt: null, expiresAt: { gt: now } },
  });
  const person = link && (await deps.open.user.findUnique({ where: { id: link.userId } }));
  return person && !person.disabledAt ? link : null;
}
