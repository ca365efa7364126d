import { localDate } from "../../../domain/shared/zoned.ts";
import { answerCost, stateCost } from "../../../server/billing/pass-cost.ts";
import { answerMilestone, deliverMilestone } from "../../../server/billing/step-milestone.ts";
import { planOf } from "./invoices-are-paid.ts";
import type { Act, Telling } from "./live-story.ts";
import type { Stage } from "./stage.ts";

const DAY = 86_400;
const HOUR = 3600;
const BOOKS = "brightline-books";

/** Milestones and costs of the running month, and the notices of a statement that nobody answers. */
export async function sidesAnswer(stage: Stage, telling: Telling): Promise<Act[]> {
  return [...chargesOfTheMonth(stage, telling), ...(await silenceIsKept(stage, telling))];
}

function chargesOfTheMonth(stage: Stage, { story, now }: Telling): Act[] {
  const engagementId = story.lived.find((one) => one.plan === BOOKS)?.engagementId;
  if (!engagementId) return [];
  const plan = planOf(BOOKS);
  const provider = stage.as({ slug: plan.provider, role: "owner" });
  const buyer = stage.as({ slug: plan.buyer, role: "owner" });
  const today = () => localDate(stage.clock.now(), "Europe/London").toString();
  const deliver = (lineId: string, evidence: string) => () =>
    deliverMilestone(provider, { engagementId, lineId, on: today(), evidence });
  const cost = (receipt: string, description: string, amount: string) => () =>
    stateCost(provider, {
      ...{ engagementId, lineId: "fees", receipt, description, amount, incurredOn: today() },
    });
  const answered = (receipt: string, answer: { approve: boolean; reason?: string }) => async () => {
    const [row] = await stage.rows("select id from passed_cost where receipt = $1", [receipt]);
    await answerCost(buyer, { costId: row?.id, ...answer });
  };
  return [
    {
      at: now - 8 * HOUR,
      does: deliver("move", "Opening balances agreed; sign-off of the auditor attached."),
    },
    {
      at: now - 6 * HOUR,
      does: () => answerMilestone(buyer, { engagementId, lineId: "move", on: today(), accept: true }),
    },
    { at: now - 5 * HOUR, does: deliver("receipts", "Receipts of 2019 to 2025 filed and searchable.") },
    { at: now - 4 * HOUR, does: cost("CH-77120", "Confirmation statement, Companies House", "62.00") },
    { at: now - 4 * HOUR + 60, does: cost("CH-77121", "Certified copy of the register", "48.50") },
    { at: now - 3 * HOUR, does: cost("TX-0941", "Taxi to the registry", "31.20") },
    { at: now - 2 * HOUR, does: answered("CH-77120", { approve: true }) },
    {
      at: now - 2 * HOUR + 60,
      does: answered("TX-0941", { approve: false, reason: "Travel is part of the monthly fee." }),
    },
  ];
}

/** The worker looks at what waits in silence once a day, as it would have. */
async function silenceIsKept(stage: Stage, { now }: Telling): Promise<Act[]> {
  const waiting = await stage.rows(
    `select distinct s.id as "statementId", s.organization_id as "organizationId",
            extract(epoch from s.created_at)::int as since
     from statement s join statement_notice n on n.statement_id = s.id
     where s.state = 'awaiting_approval' and n.kind = 'presented'`,
  );
  return waiting.flatMap(({ since, ...payload }) => {
    const days = Math.floor((now - since) / DAY);
    const looks = Array.from({ length: days }, (_none, day) => since + (day + 1) * DAY);
    return [...looks, now].map((at) => ({ at, does: () => stage.job("statement.silence", payload) }));
  });
}
