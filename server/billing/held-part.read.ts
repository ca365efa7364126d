import type { Temporal } from "temporal-polyfill";
import type { ObjectionState } from "../../domain/billing/objection.ts";
import type { HoldState } from "../../domain/billing/payout-hold.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { toPlainDate } from "../clock.ts";
import type { Tx } from "../db.ts";
import { CHARGED_MINOR } from "./charged-minor.ts";

/** A held part with the invoice that it comes from and the objection that holds it. */
export type HeldPart = {
  id: string;
  organizationId: string;
  providerId: string;
  engagementId: string;
  sowVersionId: string;
  payoutId: string;
  invoiceId: string;
  payout: { id: string; organizationId: string; providerId: string };
  kind: "contested" | "reserve";
  state: HoldState;
  currency: string;
  amountMinor: bigint;
  /** What it was planned with, before a ruling cut it. */
  plannedMinor: bigint;
  /** Of its objection: what was contested, and what of it was granted. */
  contestedMinor: bigint | null;
  grantedMinor: bigint | null;
  /** What is still held: the amount less what claw-backs took. */
  leftMinor: bigint;
  takenMinor: bigint;
  sentCurrency: string | null;
  sentMinor: bigint | null;
  releasesOn: Temporal.PlainDate | null;
  zone: string;
  objectionState: ObjectionState | null;
  /** "2026-12-01" */
  answeredAt: string | null;
  invoiceNumber: string;
  stripeChargeId: string | null;
  carriedOnMinor: bigint;
  /** What the charge still holds beside what was transferred out of it. */
  chargedMinor: bigint;
  destination: string;
};

type Row = Omit<HeldPart, "releasesOn" | "payout"> & { releasesOn: Date | null };

/** The part, locked; throws NotFound. */
export async function heldPart(tx: Tx, id: string): Promise<HeldPart> {
  const [row] = await tx.$queryRaw<Row[]>`
    select q.id, q.organization_id as "organizationId", q.provider_id as "providerId",
           q.engagement_id as "engagementId", e.sow_version_id as "sowVersionId", q.payout_id as "payoutId",
           p.invoice_id as "invoiceId", q.kind, q.state, q.currency, q.amount_minor as "amountMinor",
           (q.amount_minor + coalesce((select sum(c.amount_minor) from payout_part c
             where c.from_part_id = q.id and c.kind = 'contested'), 0))::bigint as "plannedMinor",
           o.amount_minor as "contestedMinor", o.granted_minor as "grantedMinor",
           (q.amount_minor - q.taken_minor)::bigint as "leftMinor",
           q.taken_minor as "takenMinor", q.sent_currency as "sentCurrency", q.sent_minor as "sentMinor",
           q.releases_on as "releasesOn",
           coalesce((select s.zone from payout_schedule s where s.organization_id = q.provider_id
             and s.currency = q.currency order by s.id desc limit 1), e.zone) as zone,
           o.state as "objectionState", o.answered_at::date::text as "answeredAt",
           i.number as "invoiceNumber", i.stripe_charge_id as "stripeChargeId",
           i.carried_on_minor as "carriedOnMinor", coalesce(a.account_id, '') as destination,
           (${CHARGED_MINOR} - case when p.stripe_transfer_id is null then 0 else p.transfer_minor end
             - coalesce((select sum(t.amount_minor - t.taken_minor) from payout_part t
               where t.payout_id = p.id and t.state = 'released'), 0))::bigint as "chargedMinor"
    from payout_part q join payout p on p.id = q.payout_id join invoice i on i.id = p.invoice_id
    join engagement e on e.id = q.engagement_id
    left join statement_objection o on o.id = q.objection_id
    left join stripe_account a on a.organization_id = q.provider_id
    where q.id = ${id}::uuid and q.kind <> 'netted' for update of q`;
  if (!row) throw new NotFound("held part");
  const { organizationId, providerId, payoutId } = row;
  return {
    ...row,
    payout: { id: payoutId, organizationId, providerId },
    releasesOn: row.releasesOn && toPlainDate(row.releasesOn),
  };
}
