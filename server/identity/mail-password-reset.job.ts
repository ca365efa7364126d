import { randomBytes } from "node:crypto";
import { z } from "zod";
import { mailContent } from "../../domain/identity/mail.ts";
import { RESET_MINUTES } from "../../domain/identity/password-reset.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import type { Database } from "../db.ts";
import { type MailPort, mailboxOnly } from "../ports/mail/port.ts";
import { digest } from "./lucia-adapter.ts";
import { membershipsOf } from "./places.ts";
import { queueMail } from "./queue-mail.ts";

const payloadSchema = z.object({ email: z.string(), askId: z.uuid() });

/**
 * Mails the link to a new password, where the address has an account with a place somewhere; an earlier link
 * ends. Run again it finds its mail and does nothing. Without a mail server the mail is put into the person's
 * own mailbox, which a session that is still open elsewhere can read.
 */
export async function mailPasswordReset(
  deps: { db: Database; clock: Clock; mail: MailPort; publicUrl: string },
  payload: Record<string, unknown>,
): Promise<void> {
  const { email, askId } = payloadSchema.parse(payload);
  const person = await deps.db.open.user.findUnique({ where: { email } });
  if (!person || person.disabledAt) return;
  const [place] = await membershipsOf(deps.db.open, person.id);
  if (!place) return;
  const { organizationId } = place;
  const secret = randomBytes(32).toString("base64url");
  const key = `password_reset:${askId}`;
  const now = deps.clock.now();
  const viewer = systemViewer(organizationId, key.slice(0, 100));
  await deps.db.withOrg(viewer, async (tx) => {
    const [mailed] = await tx.$queryRaw<unknown[]>`select 1 from mail_message where key = ${key}`;
    if (mailed) return;
    await tx.$executeRaw`update mailed_link set used_at = ${toDate(now)}::timestamptz
      where user_id = ${person.id}::uuid and purpose = 'password' and used_at is null`;
    await tx.$executeRaw`
      insert into mailed_link (token_hash, user_id, purpose, address, expires_at, created_at)
      values (${digest(secret)}, ${person.id}::uuid, 'password', ${email},
        ${toDate(now.add({ minutes: RESET_MINUTES }))}::timestamptz, ${toDate(now)}::timestamptz)`;
    await queueMail(tx, {
      organizationId,
      providerId: null,
      reader: deps.mail === mailboxOnly ? { userId: person.id, partyId: organizationId } : null,
      to: { name: person.name, address: email },
      kind: "password_reset",
      key,
      content: contentOf(person.name, `${deps.publicUrl}/sign-in/new-password?key=${secret}`),
      unsubscribe: null,
      now,
    });
  });
}

function contentOf(name: string, url: string) {
  return mailContent({
    name,
    subject: "A new password for Engine Room",
    matters: [
      {
        title: "Set a new password",
        text: `The link works once, for ${RESET_MINUTES} minutes. It signs you out everywhere.`,
        url,
      },
    ],
    footer: ["If you did not ask for this, do nothing: your password stays as it is."],
    unsubscribe: null,
  });
}
