import { randomBytes } from "node:crypto";
import { z } from "zod";
import { mailContent } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import {
  mailKindOf,
  matterOf,
  type NoticeFacts,
  noticeSubject,
} from "../../domain/service-levels/notice-mail.ts";
import type { Clock } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import { unsubscribeHash } from "../identity/mail-preferences.ts";
import { queueMail } from "../identity/queue-mail.ts";

const payloadSchema = z.object({
  organizationId: z.uuid(),
  providerId: z.uuid(),
  userId: z.uuid(),
  partyId: z.uuid(),
  showAt: z.string(),
});
type Payload = z.infer<typeof payloadSchema>;

/**
 * The job at the moment notices are shown to a person: one mail about all of them, but for what was read on
 * a page already and what the person does not want by mail. Somebody who has left gets none.
 */
export async function mailNoticesDue(
  deps: { db: Database; clock: Clock; publicUrl: string },
  payload: Record<string, unknown>,
): Promise<void> {
  const p = payloadSchema.parse(payload);
  const viewer = systemViewer(p.organizationId, `notices:${p.userId}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const [reader] = await tx.$queryRaw<{ name: string; email: string; unwanted: string[] }[]>`
      select name, email, unwanted from app.mail_reader(${p.userId}::uuid, ${p.partyId}::uuid)`;
    if (!reader) return;
    const notices = (await noticesOf(tx, p)).filter((one) => !reader.unwanted.includes(mailKindOf(one)));
    if (notices.length === 0) return;
    const secret = randomBytes(24).toString("base64url");
    const url = `${deps.publicUrl}/mail/unsubscribe/${secret}`;
    const matters = notices.map((one) => matterOf(one, deps.publicUrl));
    await queueMail(tx, {
      organizationId: p.organizationId,
      providerId: p.providerId,
      reader: { userId: p.userId, partyId: p.partyId },
      to: { name: reader.name, address: reader.email },
      kind: [...new Set(notices.map(mailKindOf))].sort().join(","),
      key: ["notices", p.organizationId, p.providerId, p.userId, p.showAt].join(":"),
      content: mailContent({
        name: reader.name,
        subject: noticeSubject(matters),
        matters,
        footer: [`Choose what comes by mail, and when: ${deps.publicUrl}/warnings#mail`],
        unsubscribe: { words: "Stop mails like this one", url },
      }),
      unsubscribe: { url, hash: unsubscribeHash(secret) },
      now: deps.clock.now(),
    });
  });
}

/** More than these are counted by the page, not by a mail. */
const MOST = 50;

function noticesOf(tx: Tx, p: Payload): Promise<NoticeFacts[]> {
  return tx.$queryRaw<NoticeFacts[]>`
    select coalesce(s.step, t.action, case when g.id is null then 'termination' else 'notice' end) as step,
      s.work_item_id as "workItemId", w.reference,
      s.priority, d.id as "breachId", coalesce(d.period, x.period, g.last_day::text) as month,
      e.id as "engagementId",
      coalesce(d.level_name, (select l->>'name' from jsonb_array_elements(v.terms->'serviceLevels') l
        where l->>'id' = s.level_id limit 1), s.level_id, x.condition, e.title)
        as "levelName", e.title as "engagementTitle"
    from warning_notice n
    left join sla_warning s on s.id = n.warning_id left join work_item w on w.id = s.work_item_id
    left join breach_step t on t.id = n.breach_step_id left join breach d on d.id = t.breach_id
    left join termination_reached x on x.id = n.termination_id
    left join termination_notice g on g.id = n.ending_id
    join engagement e on e.id = coalesce(s.engagement_id, d.engagement_id, x.engagement_id, g.engagement_id)
    join sow_version v on v.id = e.sow_version_id
    where n.user_id = ${p.userId}::uuid and n.party_id = ${p.partyId}::uuid
      and n.organization_id = ${p.organizationId}::uuid and n.provider_id = ${p.providerId}::uuid
      and n.show_at = ${p.showAt}::timestamptz and n.read_at is null
    order by n.id limit ${MOST}`;
}
