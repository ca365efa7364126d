import { followFunding } from "../../server/billing/client-money/follow-funding.ts";
import { payWages } from "../../server/billing/client-money/pay-wages.ts";
import { answerPayrollRun, preparePayrollRun } from "../../server/billing/client-money/payroll-run.ts";
import { requestFunding } from "../../server/billing/client-money/request-funding.ts";
import type { World } from "../world.ts";
import { type Contracted, contracted } from "./contracted.ts";
import { colleague } from "./people.ts";

type Story = Contracted & { finance: Contracted["buyer"] };

/** Three wages; the account of the last one is closed. */
export const WAGES = "Ada; GB29600001; 30,000.00\nNoor; GB29600002; 15,500.00\nLeo; GB29600000; 2,500.00";

/** What happens with a client's money, in the words of those who do it. */
export function payrollStory(world: () => World) {
  const later = (hours: number) =>
    world().clock.moveTo(
      world()
        .clock.now()
        .add({ minutes: Math.round(hours * 60) }),
    );
  const deps = () => ({ db: world().workDb, clock: world().clock, rail: world().rail });

  async function told(moduleCode: "payroll" | "it_support" = "payroll"): Promise<Story> {
    const one = await contracted(world(), { moduleCode, terms: { startsOn: "2026-10-01" } });
    const { organizationId, organizationName } = one.buyer;
    const finance = await colleague(world(), {
      organizationId,
      organizationName,
      kind: "buyer",
      role: "finance",
    });
    return { ...one, finance };
  }
  const fund = (one: Story, amount: string, by = one.finance) =>
    requestFunding(world().caller(by), { engagementId: one.engagementId, amount });
  const follow = (one: Story, fundingId: string) =>
    followFunding(deps(), { fundingId, organizationId: one.buyer.organizationId });
  const cleared = async (one: Story, amount: string) => {
    const { fundingId } = await fund(one, amount);
    await follow(one, fundingId);
    later(0.1);
    await follow(one, fundingId);
    return fundingId;
  };
  const prepare = (one: Story, wages = WAGES, by = one.provider) =>
    preparePayrollRun(world().caller(by), { engagementId: one.engagementId, title: "November", wages });
  const answer = (one: Story, runId: string, change: object = {}, by = one.finance) =>
    answerPayrollRun(world().caller(by), { runId, approve: true, ...change });
  const pay = (one: Story, runId: string) =>
    payWages(deps(), { runId, organizationId: one.buyer.organizationId });
  const books = async (one: Story) => {
    const { rows } = await world().owner.query(
      `select a.code, sum(p.amount_minor)::text as minor from posting p
       join ledger_account a on a.id = p.account_id
       where a.engagement_id = $1 group by 1 having sum(p.amount_minor) <> 0 order by 1`,
      [one.engagementId],
    );
    return Object.fromEntries(rows.map((row) => [row.code, Number(row.minor)]));
  };
  const run = (id: string) => world().row("select * from payroll_run where id = $1", [id]);
  return { answer, books, cleared, deps, follow, fund, later, pay, prepare, run, told };
}
