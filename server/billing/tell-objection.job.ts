import { monthName } from "../../domain/billing/month-name.ts";
import { mailContent } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { queueMail } from "../identity/queue-mail.ts";

type Objected = {
  statementId: string;
  providerId: string;
  period: string;
  title: string;
  buyer: string;
  line: string | null;
  currency: string;
  amountMinor: bigint;
};

/**
 * The job behind `objection.made`: writes to every account manager that a buyer contests an amount, because
 * they rule where the two sides do not agree. Of one that was answered meanwhile nobody is told; a second run
 * writes nobody twice.
 */
export async function tellObjection(
  deps: { db: Database; clock: Clock; publicUrl: string },
  p: { objectionId: string; organizationId: string },
): Promise<void> {
  const { objectionId, organizationId } = p;
  const viewer = systemViewer(organizationId, `objection.made:${objectionId}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const [one] = await tx.$queryRaw<Objected[]>`
      select s.id as "statementId", s.provider_id as "providerId", s.period, e.title, o.name as buyer, c.line,
        c.currency, c.amount_minor as "amountMinor"
      from statement_objection c join statement s on s.id = c.statement_id
        join engagement e on e.id = s.engagement_id join organization o on o.id = c.organization_id
      where c.id = ${objectionId}::uuid and c.state = 'open'`;
    if (!one) return;
    const managers = await tx.$queryRaw<{ userId: string; partyId: string; name: string; email: string }[]>`
      select user_id as "userId", party_id as "partyId", name, email from app.manager_addresses()`;
    const amount = formatMoney(money(one.amountMinor, one.currency));
    const month = monthName(one.period);
    const subject = `${one.buyer} contests ${amount} of ${month}`;
    const text = `${one.title}: the provider's share of it is held until it is taken back, conceded or ruled on.`;
    const url = `${deps.publicUrl}/statements/${one.statementId}/objections`;
    for (const { userId, partyId, name, email: address } of managers)
      await queueMail(tx, {
        ...{ organizationId, providerId: one.providerId, reader: { userId, partyId }, kind: "objection" },
        to: { name, address },
        key: `objection:${objectionId}:${userId}`,
        content: mailContent({
          ...{ name, subject, matters: [{ title: subject, text, url }], footer: FOOTER },
          unsubscribe: null,
        }),
        unsubscribe: null,
        now: deps.clock.now(),
      });
  });
}

const FOOTER = ["You receive this because you are an account manager of the marketplace."];
