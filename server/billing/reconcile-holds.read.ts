import type { Temporal } from "temporal-polyfill";
import { accountName } from "../../domain/ledger/accounts.ts";
import type { Finding } from "../../domain/ledger/recon-break.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import type { Tx } from "../db.ts";

type Held = { key: string; code: string; currency: string; heldMinor: bigint; booksMinor: bigint };

/** What is held of providers, by the parts of their payouts against the books. */
export async function differingHolds(tx: Tx, now: Temporal.Instant): Promise<Finding[]> {
  const rows = await tx.$queryRaw<Held[]>`
    select concat_ws(' ', coalesce(h.code, a.code), coalesce(h.provider_id, a.organization_id),
             coalesce(h.engagement_id, a.engagement_id), coalesce(h.currency, a.currency)) as key,
           coalesce(h.code, a.code) as code, coalesce(h.currency, a.currency) as currency,
           coalesce(h.held_minor, 0) as "heldMinor", coalesce(-a.balance_minor, 0) as "booksMinor"
    from app.held_parts() h
    full join (select l.code, l.organization_id, l.engagement_id, l.currency, b.balance_minor
               from ledger_account l join ledger_balance b on b.account_id = l.id
               where l.code in ('provider_held', 'provider_reserve')) a
      on a.code = h.code and a.organization_id = h.provider_id and a.engagement_id = h.engagement_id
         and a.currency = h.currency
    where coalesce(h.held_minor, 0) <> coalesce(-a.balance_minor, 0)`;
  return rows.map(({ key, code, currency, heldMinor, booksMinor }) => {
    const [held, ours] = [heldMinor, booksMinor].map((minor) => formatMoney(money(minor, currency)));
    const says = `${accountName(code)}: the parts held add up to ${held}; the books say ${ours}.`;
    const amounts = { expectedMinor: heldMinor, actualMinor: booksMinor };
    return { kind: "held_differs", subject: key, says, currency, ...amounts, since: now, entryId: null };
  });
}
