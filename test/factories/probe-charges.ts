import type { World } from "../world.ts";
import type { Who } from "./probe-cast.ts";
import type { Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;

/** Who may see money of clients, and with which ids. */
export const clientMoneyQueries = (readers: readonly Who[]): Lines => ({
  clientMoney: { for: readers, with: (ids) => ({ engagementId: ids.engagement }) },
  payrollRun: { for: readers, with: (ids) => ({ id: ids.payrollRun }) },
  payrollRuns: { for: readers, with: (ids) => ({ engagementId: ids.engagement, after: ids.payrollRun }) },
});

/** Who may say what became of milestones and of costs that are passed through. */
export const chargeMutations = (p: {
  editors: readonly Who[];
  approvers: readonly Who[];
  /** Who may approve a payroll run, and who may prepare one. */
  runners: readonly Who[];
  preparers: readonly Who[];
}): Lines => ({
  deliverMilestone: {
    for: p.editors,
    with: (ids) => ({ engagementId: ids.engagement, lineId: "m", on: "2026-11-01", evidence: "e" }),
  },
  answerMilestone: {
    for: p.approvers,
    with: (ids) => ({ engagementId: ids.engagement, lineId: "m", on: "2026-11-01", accept: true }),
  },
  stateCost: {
    for: p.editors,
    with: (ids) => ({
      ...{ engagementId: ids.engagement, lineId: "c", receipt: "R-1", description: "d" },
      ...{ incurredOn: "2026-11-01", amount: "12.00" },
    }),
  },
  objectToStatement: { for: p.approvers, with: (ids) => ({ statementId: ids.statement, reason: "r" }) },
  requestFunding: {
    for: p.runners,
    with: (ids) => ({ engagementId: ids.engagement, amount: "10.00" }),
  },
  answerPayrollRun: { for: p.runners, with: (ids) => ({ runId: ids.payrollRun, approve: true }) },
  preparePayrollRun: {
    for: p.preparers,
    with: (ids) => ({ engagementId: ids.engagement, title: "t", wages: "Ada; GB2960001; 1.00" }),
  },
  proposeWageResend: {
    for: p.preparers,
    with: (ids) => ({ paymentId: ids.payrollPayment, account: "GB2960001" }),
  },
  answerWageResend: { for: p.runners, with: (ids) => ({ resendId: ids.wageResend, approve: true }) },
  answerCost: { for: p.approvers, with: (ids) => ({ costId: ids.invoice, approve: true }) },
});

/** A milestone step and a cost that was approved and charged. */
export async function fillInCharges(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
): Promise<void> {
  const parties = [p.organizationId, p.providerId];
  await world.owner.query(
    `insert into milestone_step (organization_id, provider_id, engagement_id, line_id, kind, occurred_on, note,
       by_id, by_name, at) values ($1, $2, $3, 'secret', 'delivered', '2026-01-01', 'secret', uuidv7(), 'A', now())`,
    [...parties, p.engagementId],
  );
  const { id } = await world.row(
    `insert into passed_cost (organization_id, provider_id, engagement_id, line_id, receipt, description,
       incurred_on, currency, amount_minor, stated_by_id, stated_by_name, stated_at)
     values ($1, $2, $3, 'secret', 'S-1', 'secret', '2026-01-01', 'EUR', 1, uuidv7(), 'A', now()) returning id`,
    [...parties, p.engagementId],
  );
  await world.owner.query(
    `with d as (insert into passed_cost_decision (organization_id, provider_id, cost_id, decision, reason,
         decided_by_id, decided_by_name, decided_at)
       values ($1, $2, $3, 'approved', '', uuidv7(), 'A', now()) returning cost_id)
     insert into charged_cost (organization_id, provider_id, statement_id, cost_id)
     select $1, $2, (select id from statement where engagement_id = $4 limit 1), cost_id from d`,
    [...parties, id, p.engagementId],
  );
  await world.owner.query(
    `insert into billed_item (organization_id, provider_id, engagement_id, statement_id, line_id, work_item_id, value)
     select $1, $2, $3, (select id from statement where engagement_id = $3 order by period desc limit 1), 'people',
       w.id, 'secret' from work_item w where engagement_id = $3 order by w.id limit 1`,
    [...parties, p.engagementId],
  );
  await world.owner.query(
    `insert into statement_notice (organization_id, provider_id, statement_id, side, kind, step, note, at)
     select $1, $2, id, 'buyer', 'objection', 0, 'secret', now() from statement where engagement_id = $3 limit 1`,
    [...parties, p.engagementId],
  );
  await world.owner.query(
    `insert into client_funding (organization_id, provider_id, engagement_id, currency, amount_minor, state,
       reference, requested_by_id, requested_by_name, requested_at)
     values ($1, $2, $3, 'EUR', 100, 'requested', 'secret', uuidv7(), 'A', now())`,
    [...parties, p.engagementId],
  );
  await world.owner.query(
    `with r as (insert into payroll_run (organization_id, provider_id, engagement_id, title, currency,
         total_minor, payee_count, state, prepared_by_id, prepared_by_name, prepared_at)
       values ($1, $2, $3, 'secret', 'EUR', 100, 1, 'prepared', uuidv7(), 'A', now()) returning id)
     , w as (insert into payroll_payment (organization_id, provider_id, run_id, payee, account, currency,
         amount_minor, state, changed_at)
       select $1, $2, id, 'secret', 'secret', 'EUR', 100, 'returned', now() from r returning id, run_id)
     insert into wage_resend (organization_id, provider_id, run_id, payment_id, account, state,
       proposed_by_id, proposed_by_name, proposed_at, changed_at)
     select $1, $2, run_id, id, 'secret', 'proposed', uuidv7(), 'A', now(), now() from w`,
    [...parties, p.engagementId],
  );
}
