import { statementMachine } from "../../../domain/billing/states.ts";
import { next } from "../../../domain/shared/state-machine.ts";
import type { Deed } from "../../command.ts";
import type { Tx } from "../../db.ts";
import { beginSilence } from "../begin-silence.ts";
import type { DraftedMonth } from "./draft-month.ts";

type KeptFor = { statementId: string; organizationId: string; providerId: string };

/** Keeps statements up for approval with all that belongs to them, each kind of row with one statement. */
export async function keepStatements(deed: Deed, drafted: readonly DraftedMonth[]): Promise<void> {
  const { tx } = deed;
  await insertStatements(tx, drafted);
  await insertCredits(tx, drafted);
  await insertSettled(tx, drafted);
  await insertBilledItems(tx, drafted);
  await insertChargedCosts(tx, drafted);
  await beginSilence(
    deed,
    drafted.map(({ month }) => ({ ...month, silence: month.terms.silence })),
  );
}

async function insertStatements(tx: Tx, drafted: readonly DraftedMonth[]): Promise<void> {
  const rows = drafted.map(({ month, draft: { figures, bundle, result } }) => ({
    ...{ id: month.statementId, ...partiesOf(month), engagement_id: month.engagementId },
    ...{ period_close_id: month.periodCloseId, period: month.period, currency: bundle.currency },
    fee_minor: String(figures.feeMinor),
    credit_minor: String(figures.creditMinor),
    charges_minor: String(figures.chargesMinor),
    adjustment_minor: String(figures.adjustments.reduce((sum, one) => sum + one.amountMinor, 0n)),
    collar_minor: String(figures.collarMinor),
    carried_minor: String(figures.carriedMinor),
    net_minor: String(figures.netMinor),
    commission_minor: String(figures.commissionMinor),
    provider_minor: String(figures.providerMinor),
    provider_bears_minor: String(figures.providerBearsMinor),
    platform_bears_minor: String(figures.platformBearsMinor),
    ...{ bundle, bundle_hash: result.bundleHash, result },
  }));
  const kept = await tx.$executeRaw`
    insert into statement (id, organization_id, provider_id, engagement_id, period_close_id, period, state,
      currency, fee_minor, credit_minor, charges_minor, adjustment_minor, collar_minor, carried_minor,
      net_minor, commission_minor, provider_minor, provider_bears_minor, platform_bears_minor, bundle,
      bundle_hash, result)
    select id, organization_id, provider_id, engagement_id, period_close_id, period,
      ${next(statementMachine, statementMachine.initial, "present")}, currency, fee_minor, credit_minor,
      charges_minor, adjustment_minor, collar_minor, carried_minor, net_minor, commission_minor,
      provider_minor, provider_bears_minor, platform_bears_minor, bundle, bundle_hash, result
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, organization_id uuid,
      provider_id uuid, engagement_id uuid, period_close_id uuid, period text, currency text,
      fee_minor bigint, credit_minor bigint, charges_minor bigint, adjustment_minor bigint,
      collar_minor bigint, carried_minor bigint, net_minor bigint, commission_minor bigint,
      provider_minor bigint, provider_bears_minor bigint, platform_bears_minor bigint, bundle jsonb,
      bundle_hash text, result jsonb)`;
  if (kept !== drafted.length) throw new Error(`${kept} of ${drafted.length} statements were kept.`);
}

async function insertCredits(tx: Tx, drafted: readonly DraftedMonth[]): Promise<void> {
  const rows = drafted.flatMap(({ month, draft }) =>
    draft.credits.map((credit) => ({
      ...{ ...partiesOf(month), statement_id: month.statementId, level_id: credit.levelId },
      ...{ amount_minor: String(credit.amountMinor), currency: draft.bundle.currency },
      arithmetic: { ...credit.arithmetic, capSentence: draft.capSentence },
    })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into service_credit (organization_id, provider_id, statement_id, level_id, amount_minor, currency,
      state, arithmetic)
    select organization_id, provider_id, statement_id, level_id, amount_minor, currency, 'proposed', arithmetic
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (organization_id uuid, provider_id uuid,
      statement_id uuid, level_id text, amount_minor bigint, currency text, arithmetic jsonb)`;
}

/** Which part of which correction a statement has settled. */
export async function insertSettled(
  tx: Tx,
  drafted: readonly { month: KeptFor; parts: DraftedMonth["parts"] }[],
): Promise<void> {
  const rows = drafted.flatMap(({ month, parts }) =>
    parts.map((part) => ({
      ...{ ...partiesOf(month), statement_id: month.statementId },
      ...{ adjustment_id: part.id, net_minor: String(part.netMinor) },
    })),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into statement_adjustment (organization_id, provider_id, statement_id, adjustment_id, net_minor)
    select organization_id, provider_id, statement_id, adjustment_id, net_minor
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (organization_id uuid, provider_id uuid,
      statement_id uuid, adjustment_id uuid, net_minor bigint)`;
}

/** What each line counted: the database lets no line count an item twice. */
async function insertBilledItems(tx: Tx, drafted: readonly DraftedMonth[]): Promise<void> {
  const rows = drafted.flatMap(({ month, rating }) =>
    (rating?.lines ?? []).flatMap((line) =>
      "measured" in line
        ? line.measured.items.map(({ id, value }) => ({
            ...{ ...partiesOf(month), engagement_id: month.engagementId, statement_id: month.statementId },
            ...{ line_id: line.id, work_item_id: id, value: value ?? null },
          }))
        : [],
    ),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into billed_item (organization_id, provider_id, engagement_id, statement_id, line_id, work_item_id,
      value)
    select organization_id, provider_id, engagement_id, statement_id, line_id, work_item_id, value
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (organization_id uuid, provider_id uuid,
      engagement_id uuid, statement_id uuid, line_id text, work_item_id uuid, value text)`;
}

/** What each line passed on: the database lets no cost be charged twice. */
async function insertChargedCosts(tx: Tx, drafted: readonly DraftedMonth[]): Promise<void> {
  const rows = drafted.flatMap(({ month, rating }) =>
    (rating?.lines ?? []).flatMap((line) =>
      line.kind === "pass_through"
        ? line.costs.map(({ id }) => ({
            ...{ ...partiesOf(month), statement_id: month.statementId, cost_id: id },
          }))
        : [],
    ),
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into charged_cost (organization_id, provider_id, statement_id, cost_id)
    select organization_id, provider_id, statement_id, cost_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (organization_id uuid, provider_id uuid,
      statement_id uuid, cost_id uuid)`;
}

function partiesOf(month: { organizationId: string; providerId: string }) {
  return { organization_id: month.organizationId, provider_id: month.providerId };
}
