import { randomBytes } from "node:crypto";
import { z } from "zod";
import { INVITATION_DAYS } from "../../../domain/identity/invitation.ts";
import { mailContent } from "../../../domain/identity/mail.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import type { Clock } from "../../clock.ts";
import type { Database } from "../../db.ts";
import { type MailPort, mailboxOnly } from "../../ports/mail/port.ts";
import { digest } from "../lucia-adapter.ts";
import { queueMail } from "../queue-mail.ts";

const payloadSchema = z.object({
  invitationId: z.uuid(),
  organizationId: z.uuid(),
  sending: z.int().positive(),
});

type Row = {
  email: string;
  roleName: string;
  invitedById: string;
  invitedByName: string;
  organization: string;
};

/**
 * Makes the link of one sending and queues its mail, in one transaction: the secret stands in the mail, its
 * digest in the table. Run again it finds the digest and does nothing. Without a mail server the mail is put
 * into the mailbox of whoever invited, since the one invited has none yet.
 */
export async function mailInvitation(
  deps: { db: Database; clock: Clock; mail: MailPort; publicUrl: string },
  payload: Record<string, unknown>,
): Promise<void> {
  const { invitationId, organizationId, sending } = payloadSchema.parse(payload);
  const secret = randomBytes(32).toString("base64url");
  const viewer = systemViewer(organizationId, `invite:${invitationId}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const [row] = await tx.$queryRaw<Row[]>`
      update invitation i set secret_hash = ${digest(secret)} from organization o
      where i.id = ${invitationId}::uuid and o.id = i.organization_id and i.sendings = ${sending}
        and i.secret_hash is null and i.accepted_at is null and i.revoked_at is null
      returning i.email, i.role_name as "roleName", i.invited_by_id as "invitedById",
        i.invited_by_name as "invitedByName", o.name as organization`;
    if (!row) return;
    const kept = deps.mail === mailboxOnly;
    await queueMail(tx, {
      organizationId,
      providerId: null,
      reader: kept ? { userId: row.invitedById, partyId: organizationId } : null,
      to: { name: row.email, address: row.email },
      kind: "invitation",
      key: `invitation:${invitationId}:${sending}`,
      content: contentOf(row, `${deps.publicUrl}/invitation?key=${secret}`),
      unsubscribe: null,
      now: deps.clock.now(),
    });
  });
}

function contentOf(row: Row, url: string) {
  return mailContent({
    name: row.email,
    subject: `${row.invitedByName} invites you to ${row.organization} on Engine Room`,
    matters: [
      {
        title: `Join ${row.organization}`,
        text: `${row.invitedByName} invites you as ${row.roleName}. The link works once, for ${INVITATION_DAYS} days.`,
        url,
      },
    ],
    footer: [
      "If you do not know who this is from, do nothing: without the link nobody joins in your name.",
    ],
    unsubscribe: null,
  });
}
