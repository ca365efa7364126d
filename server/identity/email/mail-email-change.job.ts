import { randomBytes } from "node:crypto";
import { z } from "zod";
import { EMAIL_LINK_HOURS, WAY_BACK_DAYS } from "../../../domain/identity/email-change.ts";
import { type MailContent, mailContent } from "../../../domain/identity/mail.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../../clock.ts";
import type { Database, Tx } from "../../db.ts";
import { type MailPort, mailboxOnly } from "../../ports/mail/port.ts";
import { digest } from "../lucia-adapter.ts";
import { queueMail } from "../queue-mail.ts";

type Deps = { db: Database; clock: Clock; mail: MailPort; publicUrl: string };

const askSchema = z.object({
  ...{ userId: z.uuid(), organizationId: z.uuid(), email: z.string(), askId: z.uuid() },
});

/**
 * Mails the link that proves a new address; an earlier one ends. Where another account has the address, its
 * reader is told so and no link is made. Run again it finds its mail and does nothing.
 */
export async function mailEmailChange(deps: Deps, payload: Record<string, unknown>): Promise<void> {
  const { userId, organizationId, email, askId } = askSchema.parse(payload);
  const person = await deps.db.open.user.findUnique({ where: { id: userId } });
  if (!person || person.disabledAt) return;
  const isTaken = (await deps.db.open.user.count({ where: { email } })) > 0;
  const to = { userId, organizationId, name: person.name, address: email };
  await once(deps, { ...to, key: `email_change:${askId}` }, async (tx) => {
    if (isTaken) return takenContent(person.name);
    const link = { purpose: "email", hours: EMAIL_LINK_HOURS, address: email, userId };
    return confirmContent(
      person.name,
      `${deps.publicUrl}/sign-in/e-mail?key=${await linkFor(deps, tx, link)}`,
    );
  });
}

const toldSchema = z.object({
  ...{ userId: z.uuid(), organizationId: z.uuid(), noticeId: z.uuid() },
  ...{ from: z.string(), to: z.string(), at: z.string() },
});

/** Tells the old address that it is no longer the account's, with a way back for some days. */
export async function tellEmailChange(deps: Deps, payload: Record<string, unknown>): Promise<void> {
  const { userId, organizationId, noticeId, from, to, at } = toldSchema.parse(payload);
  const person = await deps.db.open.user.findUnique({ where: { id: userId } });
  if (!person) return;
  const receiver = { userId, organizationId, name: person.name, address: from };
  await once(deps, { ...receiver, key: `email_back:${noticeId}` }, async (tx) => {
    const link = { purpose: "email_back", hours: WAY_BACK_DAYS * 24, address: from, userId };
    const url = `${deps.publicUrl}/sign-in/e-mail?key=${await linkFor(deps, tx, link, at)}`;
    return changedContent({ name: person.name, to, at, url });
  });
}

type Receiver = { userId: string; organizationId: string; name: string; address: string; key: string };

async function once(deps: Deps, p: Receiver, write: (tx: Tx) => Promise<MailContent>): Promise<void> {
  const { userId, organizationId, name, address, key } = p;
  await deps.db.withOrg(systemViewer(organizationId, key.slice(0, 100)), async (tx) => {
    const [mailed] = await tx.$queryRaw<unknown[]>`select 1 from mail_message where key = ${key}`;
    if (mailed) return;
    await queueMail(tx, {
      ...{ organizationId, providerId: null, key, unsubscribe: null, now: deps.clock.now() },
      reader: deps.mail === mailboxOnly ? { userId, partyId: organizationId } : null,
      to: { name, address },
      kind: "email_change",
      content: await write(tx),
    });
  });
}

/** A new link, the only one of its purpose to a new address; ways back stand beside each other. */
async function linkFor(
  deps: Deps,
  tx: Tx,
  p: { purpose: string; hours: number; address: string; userId: string },
  since?: string,
): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  const now = deps.clock.now();
  if (p.purpose === "email")
    await tx.$executeRaw`update mailed_link set used_at = ${toDate(now)}::timestamptz
      where user_id = ${p.userId}::uuid and purpose = 'email' and used_at is null`;
  await tx.$executeRaw`
    insert into mailed_link (token_hash, user_id, purpose, address, expires_at, created_at)
    values (${digest(secret)}, ${p.userId}::uuid, ${p.purpose}, ${p.address},
      ${toDate(now.add({ hours: p.hours }))}::timestamptz, ${since ?? now.toString()}::timestamptz)`;
  return secret;
}

function confirmContent(name: string, url: string): MailContent {
  return mailContent({
    name,
    subject: "Confirm your new address for Engine Room",
    matters: [
      {
        title: "Use this address from now on",
        text: `The link works once, for ${EMAIL_LINK_HOURS} hours. Until then you sign in with the old address.`,
        url,
      },
    ],
    footer: ["If you did not ask for this, do nothing: nothing changes."],
    unsubscribe: null,
  });
}

function takenContent(name: string): MailContent {
  return mailContent({
    name,
    subject: "This address has an account of Engine Room already",
    matters: [],
    footer: [
      "Somebody asked to use this address for another account. That is not possible: an address has one account. " +
        "If it was you, sign in with this address, or choose another one.",
    ],
    unsubscribe: null,
  });
}

function changedContent(p: { name: string; to: string; at: string; url: string }): MailContent {
  return mailContent({
    name: p.name,
    subject: "Your address for Engine Room was changed",
    matters: [
      {
        title: "If it was not you, take this address back",
        text:
          `Since ${p.at.slice(0, 16).replace("T", " ")} UTC you sign in as ${p.to}. The link works for ` +
          `${WAY_BACK_DAYS} days: it signs everybody out and takes away what was added to your account since.`,
        url: p.url,
      },
    ],
    footer: ["If it was you, there is nothing to do."],
    unsubscribe: null,
  });
}
