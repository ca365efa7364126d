import type { Temporal } from "temporal-polyfill";
import type { MailContent } from "../../domain/identity/mail.ts";
import { toDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { enqueueAt } from "../enqueue-at.ts";

export type QueuedMail = {
  /** The organisation in whose name it goes out, and the other party where a contract has two. */
  organizationId: string;
  providerId: string | null;
  /** Who reads it, and for which organisation; null for somebody who has no account yet. */
  reader: { userId: string; partyId: string } | null;
  to: { name: string; address: string };
  /** MailKind, several with commas between, or a word of its own for what nobody can unsubscribe from. */
  kind: string;
  /** What it is about: a second message with the same key is not written. */
  key: string;
  content: MailContent;
  /** The link, and the digest of the secret in it. */
  unsubscribe: { url: string; hash: string } | null;
  now: Temporal.Instant;
};

/**
 * Keeps a message and adds the job that sends it, in the caller's transaction: it goes out if that commits,
 * and once. The one door for all mail, warnings and invitations alike.
 */
export async function queueMail(tx: Tx, mail: QueuedMail): Promise<void> {
  const { reader, to, content, unsubscribe, now } = mail;
  // Without a named key a conflict needs no right to read other people's mail.
  const made = await tx.$executeRaw`
    insert into mail_message (organization_id, provider_id, party_id, user_id, kind, key, to_name,
      to_address, subject, body_text, body_html, unsubscribe_hash, unsubscribe_url, state, created_at)
    values (${mail.organizationId}::uuid, ${mail.providerId}::uuid, ${reader?.partyId ?? null}::uuid,
      ${reader?.userId ?? null}::uuid, ${mail.kind}, ${mail.key}, ${to.name}, ${to.address},
      ${content.subject},
      ${content.text}, ${content.html}, ${unsubscribe?.hash ?? null}, ${unsubscribe?.url ?? null}, 'waiting',
      ${toDate(now)}::timestamptz)
    on conflict do nothing`;
  if (made === 0) return;
  const payload = { key: mail.key, organizationId: mail.organizationId };
  await enqueueAt(tx, { task: "mail.send", payload, key: `mail:${mail.key}`, now, at: now });
}
