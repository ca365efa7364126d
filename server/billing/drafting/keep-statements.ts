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
  // One behind the other on the connection: nobody waits for the first before the second is sent.
  await Promise.all([insertStatements(tx, drafted), insertCredits(tx, drafted)]);
  await insertSettled(tx, drafted);
  await insertBilledItems(tx, drafted);
  await insertChargedCosts(tx, drafted);
  await beginSilence(
    deed,
    drafted.map(({ month }) => ({ ...month, silence: month.terms.silence })),
  );
}

async function insertStatements(tx: Tx, drafted: readonly DraftedMonth[]): Promise<void> {
  const months = drafted.map(({ month }) => month);
  const minor = (key: FigureOfMonth) => drafted.map(({ draft }) => String(draft.figures[key]));
  const adjusted = drafted.map(({ draft }) =>
    String(draft.figures.adjustments.reduce((sum, one) => sum + one.amountMinor, 0n)),
  );
  const kept = await tx.$executeRaw`
    insert into statement (id, organization_id, provider_id, engagement_id, period_close_id, period, state,
      currency, fee_minor, credit_minor, charges_minor, adjustment_minor, collar_minor, carried_minor,
      net_minor, commission_minor, provider_minor, provider_bears_minor, platform_bears_minor, bundle,
      bundle_hash, result)
    select id, organization_id, provider_id, engagement_id, period_close_id, period,
      ${next(statementMachine, statementMachine.initial, "present")}, currency, fee_minor, credit_minor,
      charges_minor, adjustment_minor, collar_minor, carried_minor, net_minor, commission_minor,
      provider_minor, provider_bears_minor, platform_bears_minor, bundle::jsonb, bundle_hash, result::jsonb
    from unnest(${months.map((one) => one.statementId)}::uuid[],
      ${months.map((one) => one.organizationId)}::uuid[], ${months.map((one) => one.providerId)}::uuid[],
      ${months.map((one) => one.engagementId)}::uuid[], ${months.map((one) => one.periodCloseId)}::uuid[],
      ${months.map((one) => one.period)}::text[],
      ${drafted.map(({ draft }) => draft.bundle.currency)}::text[],
      ${minor("feeMinor")}::bigint[], ${minor("creditMinor")}::bigint[], ${minor("chargesMinor")}::bigint[],
      ${adjusted}::bigint[], ${minor("collarMinor")}::bigint[], ${minor("carriedMinor")}::bigint[],
      ${minor("netMinor")}::bigint[], ${minor("commissionMinor")}::bigint[],
      ${minor("providerMinor")}::bigint[], ${minor("providerBearsMinor")}::bigint[],
      ${minor("platformBearsMinor")}::bigint[],
      string_to_array(${listed(drafted.map(({ draft }) => draft.bundle))}, ${BETWEEN}),
      ${drafted.map(({ draft }) => draft.result.bundleHash)}::text[],
      string_to_array(${listed(drafted.map(({ draft }) => draft.result))}, ${BETWEEN}))
      as r (id, organization_id, provider_id, engagement_id, period_close_id, period, currency, fee_minor,
        credit_minor, charges_minor, adjustment_minor, collar_minor, carried_minor, net_minor,
        commission_minor, provider_minor, provider_bears_minor, platform_bears_minor, bundle, bundle_hash,
        result)`;
  if (kept !== drafted.length) throw new Error(`${kept} of ${drafted.length} statements were kept.`);
}

type Figures = DraftedMonth["draft"]["figures"];
type FigureOfMonth = { [Key in keyof Figures]: Figures[Key] extends bigint ? Key : never }[keyof Figures];

/**
 * Values as one text for string_to_array: the driver would mask every quotation mark of a list of texts, and
 * PostgreSQL take them off again. JSON writes the sign between them with a backslash wherever it holds it.
 */
function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(BETWEEN);
}

/** ASCII's record separator. */
const BETWEEN = "\u001e";

async function insertCredits(tx: Tx, drafted: readonly DraftedMonth[]): Promise<void> {
  const rows = drafted.flatMap(({ month, draft }) =>
    draft.credits.map((credit) => ({ month, draft, credit })),
  );
  if (rows.length === 0) return;
  const arithmetic = rows.map(({ draft, credit }) => ({
    ...credit.arithmetic,
    capSentence: draft.capSentence,
  }));
  await tx.$executeRaw`
    insert into service_credit (organization_id, provider_id, statement_id, level_id, amount_minor, currency,
      state, arithmetic)
    select organization_id, provider_id, statement_id, level_id, amount_minor, currency, 'proposed',
      arithmetic::jsonb
    from unnest(${rows.map(({ month }) => month.organizationId)}::uuid[],
      ${rows.map(({ month }) => month.providerId)}::uuid[],
      ${rows.map(({ month }) => month.statementId)}::uuid[],
      ${rows.map(({ credit }) => credit.levelId)}::text[],
      ${rows.map(({ credit }) => String(credit.amountMinor))}::bigint[],
      ${rows.map(({ draft }) => draft.bundle.currency)}::text[],
      string_to_array(${listed(arithmetic)}, ${BETWEEN}))
      as r (organization_id, provider_id, statement_id, level_id, amount_minor, currency, arithmetic)`;
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
