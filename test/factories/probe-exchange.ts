import type { World } from "../world.ts";

/** A rate, the currency of both sides' books, and a line on one invoice. */
export async function fillInExchange(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
): Promise<void> {
  const invoice = await world.row(
    `select i.id, i.currency from invoice i join statement s on s.id = i.statement_id
     where s.engagement_id = $1 and i.total_minor > 0 order by i.id limit 1`,
    [p.engagementId],
  );
  for (const id of [p.organizationId, p.providerId])
    await world.owner.query(
      `insert into books_currency (organization_id, currency, stated_by_id, stated_by_name, stated_at)
       values ($1, null, uuidv7(), 'A', now())`,
      [id],
    );
  if (!invoice) return;
  await world.owner.query(
    `insert into fx_line (organization_id, provider_id, invoice_id, purpose, before_currency, before_minor,
       after_currency, after_minor, base, quote, rate, rate_of, stated_for, source, exact, rounded_by,
       stated_at)
     values ($1, $2, $3, 'payout', $4, 1, 'SEK', 11, $4, 'SEK', '11', '2026-11-20', '2026-11-20', 'secret',
       '11', '0', now())`,
    [p.organizationId, p.providerId, invoice.id, invoice.currency],
  );
}
