import { type DryRunRow, dryRun, type PastContract } from "../../domain/billing/commission-dry-run.ts";
import { commissionRuleInput } from "../../domain/contracts/commission-rule.input.ts";
import { refuseOverlap } from "../../domain/contracts/commission-rule.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { commissionRules } from "../contracts/commission-rules.read.ts";
import type { Tx } from "../db.ts";
import { partiesAre } from "../party-scope.ts";

/** A screen of contracts, and a year of each: what a person reads before saving. */
const CONTRACTS = 200;
const MONTHS = 12;

/**
 * Tries a rule on the contracts that exist and their latest statements. Writes nothing. For staff; throws
 * InvalidInput and CommissionRuleOverlaps as saving it would.
 */
export async function commissionDryRun(tx: Tx, viewer: Viewer, input: unknown): Promise<DryRunRow[]> {
  const draft = parseInput(commissionRuleInput, input);
  const rules = (await commissionRules(tx)).filter((one) => one.withdrawnAt === null);
  refuseOverlap(draft, rules);
  return dryRun({ draft, rules, contracts: await pastContracts(tx, viewer) });
}

async function pastContracts(tx: Tx, viewer: Viewer): Promise<PastContract[]> {
  const contracts = await tx.$queryRaw<Omit<PastContract, "statements">[]>`
    select e.id as "engagementId", e.title, b.name as "buyerName", v.name as "providerName",
           e.provider_id as "providerId", o.module_code as "moduleCode",
           w.terms ->> 'currency' as currency, (w.terms ->> 'commissionBps')::int as "signedBps"
    from engagement e join statement_of_work o on o.id = e.statement_of_work_id
    join sow_version w on w.id = e.sow_version_id
    join organization b on b.id = e.organization_id join organization v on v.id = e.provider_id
    where ${partiesAre(viewer, "e")} order by e.id desc limit ${CONTRACTS}`;
  const ids = contracts.map((one) => one.engagementId);
  const rows = await tx.$queryRaw<(PastContract["statements"][number] & { engagementId: string })[]>`
    select s.engagement_id as "engagementId", s.bundle, s.commission_minor as "commissionMinor"
    from unnest(${ids}::uuid[]) as e(id)
    cross join lateral (select * from statement where engagement_id = e.id and state <> 'draft'
                        order by period desc limit ${MONTHS}) s`;
  const byContract = Map.groupBy(rows, (row) => row.engagementId);
  return contracts.map((one) => ({ ...one, statements: byContract.get(one.engagementId) ?? [] }));
}
