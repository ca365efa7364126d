import { z } from "zod";
import { monthName } from "../../domain/billing/month-name.ts";
import { mailContent } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { queueMail } from "../identity/queue-mail.ts";

const payloadSchema = z.object({
  ...{ noticeId: z.uuid(), organizationId: z.uuid(), providerId: z.uuid() },
  ...{ userId: z.uuid(), partyId: z.uuid() },
});

type Noticed = { step: number; statementId: string; period: string; title: string; at: string };

/**
 * The mail about a notice to a silent side. Nobody can unsubscribe from it, because money follows from it;
 * somebody who has left gets none.
 */
export async function mailStatementNotice(
  deps: { db: Database; clock: Clock; publicUrl: string },
  payload: Record<string, unknown>,
): Promise<void> {
  const { noticeId, organizationId, providerId, userId, partyId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `statement-notice:${noticeId}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const [reader] = await tx.$queryRaw<{ name: string; email: string }[]>`
      select name, email from app.mail_reader(${userId}::uuid, ${partyId}::uuid)`;
    const [notice] = await tx.$queryRaw<Noticed[]>`
      select n.step, n.at::date::text as at, s.id as "statementId", s.period, e.title
      from statement_notice n join statement s on s.id = n.statement_id
        join engagement e on e.id = s.engagement_id
      where n.id = ${noticeId}::uuid and s.state = 'awaiting_approval'`;
    if (!reader || !notice) return;
    const month = monthName(notice.period);
    await queueMail(tx, {
      ...{ organizationId, providerId, reader: { userId, partyId }, kind: "statement_notice" },
      to: { name: reader.name, address: reader.email },
      key: `statement_notice:${noticeId}:${userId}`,
      content: mailContent({
        name: reader.name,
        subject: `Notice ${notice.step}: the statement of ${month} waits for your approval`,
        matters: [
          {
            title: `${month}, ${notice.title}`,
            text:
              `This is notice ${notice.step} of your contract about this statement. Approve it or object to ` +
              "it there; the page says what follows from silence, and when.",
            url: `${deps.publicUrl}/statements/${notice.statementId}`,
          },
        ],
        footer: ["You get this mail because a contract of your organisation provides for it."],
        unsubscribe: null,
      }),
      unsubscribe: null,
      now: deps.clock.now(),
    });
  });
}
