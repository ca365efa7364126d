import { afterAll, beforeAll, expect, test } from "vitest";
import type { BillingTerms } from "../../domain/contracts/billing-terms.ts";
import { simulatePrices } from "../../server/billing/simulate-prices.ts";
import { expectedTerms } from "../../server/service-levels/credit-base.ts";
import { ask } from "../factories/ask.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { contestStory, insertEvent, MONTH, pauseContest } from "../factories/contest-story.ts";
import type { Contracted } from "../factories/contracted.ts";
import { lateStory, recorded, shownCorrection } from "../factories/late-story.ts";
import { drafted, workedContract } from "../factories/money-story.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld({ now: "2026-11-02T09:00:00Z" });
});
afterAll(() => world.close());

/** 1,000.00 at risk beside the fee, 500.00 that is not, and accepted incidents at 10.00 each. */
const BILLING: BillingTerms = {
  lines: [
    { kind: "fixed", id: "tool", name: "Tool", amountMinor: "100000" },
    { kind: "fixed", id: "licence", name: "Licence", amountMinor: "50000", atRisk: false },
    {
      ...{ kind: "per_unit", id: "incidents", name: "Incidents", unitPriceMinor: "1000" },
      quantity: { by: "count", type: "incident" },
    },
  ],
};
const BILLED_PAYABLES: BillingTerms = {
  lines: BILLING.lines.map((line) =>
    line.kind === "per_unit" ? { ...line, quantity: { by: "count", type: "bill" } } : line,
  ),
};
let bills = 0;
const bill = (story: Contracted, at: string) => {
  bills += 1;
  return world.owner.query(
    `insert into work_item (organization_id, provider_id, engagement_id, source, reference, type, title, state,
       opened_at, resolved_at) values ($1, $2, $3, 'test', $4, 'bill', 'A bill', 'resolved', $5, $5)`,
    [story.buyer.organizationId, story.provider.organizationId, story.engagementId, `B-${bills}`, at],
  );
};
const baseOf = async (story: Contracted) =>
  world.db.readOrg(story.buyer, async (tx) => {
    const known = await expectedTerms(tx, [{ id: story.engagementId, terms: story.terms }]);
    return known.get(story.engagementId)?.monthlyFeeMinor;
  });

test("a correction of a rated month is priced on that month's credit base, once it has its statement", async () => {
  const story = await lateStory(world, { billing: BILLING });
  const statement = await world.row("select fee_minor, bundle from statement where engagement_id = $1", [
    story.engagementId,
  ]);
  // 4,000.00 + 1,000.00 + 2 incidents × 10.00
  expect(statement.fee_minor).toBe("502000");
  const { id } = await recorded(world, { story, viewer: story.provider });
  const correction = await shownCorrection(world, story, id);
  expect(correction).toMatchObject({ state: "proposed", netMinor: -60_240n });
  expect(correction.price.feeMinor).toBe("502000");
});

test("a correction before the month has its statement is refused, and nothing changes", async () => {
  const story = await contestStory(world, { billing: BILLING });
  await closedMonth(world, story, MONTH);
  const workItemId = story.items.INC2 ?? "";
  await insertEvent(world, story, { workItemId, type: "reopen", at: "2026-10-07T13:10:00Z" });
  await insertEvent(world, story, { workItemId, type: "stop", at: "2026-10-07T18:00:00Z" });
  const early = () => recorded(world, { story, viewer: story.provider });
  await refusedUnchanged(world, early, { code: "month_not_billed" });
  await world.drainJobs();
  expect(await early()).toHaveProperty("id");
});

test("before a contract has a statement, prices are of what is signed; afterwards of its last three", async () => {
  const story = await workedContract(world, { billing: BILLED_PAYABLES, startsOn: "2026-05-01" });
  expect(await baseOf(story)).toBe("500000");
  const months = ["2026-05", "2026-06", "2026-07", "2026-08"];
  for (const [at, month] of months.entries()) {
    for (let made = 0; made <= at; made++) await bill(story, `${month}-10T12:00:00Z`);
    await drafted(world, story, month);
  }
  // 1 to 4 bills at 10.00: the last three months came to 5,020.00, 5,030.00 and 5,040.00.
  expect(await baseOf(story)).toBe("503000");
  const flat = await workedContract(world);
  expect(await baseOf(flat)).toBe("400000");
});

test("contests and the simulator price a rated contract on the expected base, not on the fee alone", async () => {
  const story = await contestStory(world, { billing: BILLING });
  const { data } = await ask(
    world,
    story.buyer,
    "query($proposal: ContestProposalInput!) { contestPreview(proposal: $proposal) { price { fee { amountMinor } } } }",
    { proposal: pauseContest(story) },
  );
  expect(data.contestPreview.price.fee.amountMinor).toBe("500000");
  const simulated = await world.db.readOrg(story.buyer, (tx) =>
    simulatePrices(tx, {
      ...{ viewer: story.buyer, now: world.clock.now() },
      input: { engagementId: story.engagementId, history: "2026-09, 80" },
    }),
  );
  expect(simulated.replay[0]?.figures.feeMinor).toBe(500_000n);
});
