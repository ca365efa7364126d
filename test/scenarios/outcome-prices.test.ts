import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OutcomePrice } from "../../domain/contracts/price-terms.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { recomputeStatement } from "../../domain/service-levels/recompute.ts";
import { draftStatementOf } from "../../server/billing/draft-statement.ts";
import type { Contracted } from "../factories/contracted.ts";
import { approvedByBoth, drafted, frozenMonth, workedContract } from "../factories/money-story.ts";
import { workedTerms } from "../factories/worked-terms.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const accuracy = workedTerms()
  .serviceLevels.slice(0, 1)
  .map((level) => ({ ...level, weightBps: 10_000 }));
const bonusMalus: OutcomePrice = {
  kind: "bonus_malus",
  id: "bonus",
  levelId: "accuracy",
  reference: "98",
  step: "1",
  perStepMinor: "10000",
  maxMalusMinor: "500000",
  maxBonusMinor: "10000",
};

const priced = (change: Partial<Terms>) =>
  workedContract(world, { serviceLevels: accuracy, startsOn: "2026-01-01", ...change });

const figures = (measured: string | null) => [
  { levelId: "accuracy", measured, excused: false, n: 100, misses: 3 },
];

const month = async (story: Contracted, period: string, measured: string | null) => {
  const { statementId } = await drafted(world, story, period, figures(measured));
  return statementRow(statementId);
};

async function statementRow(statementId: string) {
  const row = await world.row("select * from statement where id = $1", [statementId]);
  expect(recomputeStatement(row.bundle)).toEqual(row.result);
  return row;
}

describe("service points", () => {
  const scheme: Terms["scheme"] = {
    kind: "service_points",
    valuePerPointMinor: "2500",
    capBps: 1000,
    bands: {
      accuracy: [
        { atLeast: "98.0", points: 1 },
        { atLeast: "97.0", points: 2 },
        { atLeast: "96.0", points: 3 },
        { points: 4 },
      ],
    },
  };
  const levels = accuracy.map((level) => ({ ...level, target: "99" }));

  test("double in the second month in a row, on real statements", async () => {
    const story = await priced({ serviceLevels: levels, scheme });
    const points = [];
    for (const [period, measured] of [
      ["2026-05", "96.5"],
      ["2026-06", "98.5"],
      ["2026-07", "96.5"],
    ] as const) {
      const { result, credit_minor } = await month(story, period, measured);
      points.push([result.levels[0].points, credit_minor]);
    }
    expect(points).toEqual([
      [3, "7500"],
      [2, "5000"],
      [6, "15000"],
    ]);
  });

  test("do not double over a month that was not frozen, nor over one that met its target", async () => {
    const story = await priced({ serviceLevels: levels, scheme });
    await month(story, "2026-05", "96.5");
    expect((await month(story, "2026-07", "96.5")).result.levels[0].points).toBe(3);
    await month(story, "2026-08", "99.5");
    expect((await month(story, "2026-09", "96.5")).result.levels[0].points).toBe(3);
  });
});

describe("a bonus", () => {
  test("stands on the statement, the invoice and in the books", async () => {
    const story = await priced({ prices: [bonusMalus] });
    const row = await month(story, "2026-10", "98.5");
    expect(row).toMatchObject({
      credit_minor: "0",
      adjustment_minor: "5000",
      net_minor: "405000",
      commission_minor: "40500",
      provider_minor: "364500",
    });
    await approvedByBoth(world, story, row.id);
    await world.drainJobs();
    const invoice = await world.row("select * from invoice where statement_id = $1", [row.id]);
    expect(invoice).toMatchObject({ state: "open", total_minor: "405000" });
    const legs = await world.owner.query(
      `select a.code, p.amount_minor from posting p join journal_entry e on e.id = p.entry_id
       join ledger_account a on a.id = p.account_id where e.source_id = $1 order by a.code`,
      [invoice.id],
    );
    expect(legs.rows).toEqual([
      { code: "fee_pending", amount_minor: "-40500" },
      { code: "provider_pending", amount_minor: "-364500" },
      { code: "receivable", amount_minor: "405000" },
    ]);
  });

  test("is held by the collar", async () => {
    const collar = { maxReductionBps: 1000, maxIncreaseBps: 100 };
    const row = await month(await priced({ prices: [bonusMalus], collar }), "2026-10", "99");
    expect(row).toMatchObject({ adjustment_minor: "10000", collar_minor: "-6000", net_minor: "404000" });
  });
});

describe("a malus above the fee", () => {
  test("leaves nothing to pay, and what is left comes off the next month", async () => {
    const story = await priced({
      prices: [bonusMalus],
      scheme: { kind: "at_risk_pool", poolBps: 0, capBps: 0 },
    });
    const first = await month(story, "2026-08", null);
    expect(first).toMatchObject({
      adjustment_minor: "-500000",
      carried_minor: "100000",
      net_minor: "0",
      provider_minor: "0",
      commission_minor: "0",
    });
    await approvedByBoth(world, story, first.id);
    await world.drainJobs();
    expect(await world.row("select state from statement where id = $1", [first.id])).toEqual({
      state: "paid",
    });
    const second = await month(story, "2026-09", "98");
    expect(second).toMatchObject({ adjustment_minor: "-100000", net_minor: "300000", carried_minor: "0" });
    expect((await month(story, "2026-10", "98")).net_minor).toBe("400000");
  });

  test("is carried even when the later month is asked for first", async () => {
    const story = await priced({ prices: [bonusMalus] });
    const early = await frozenMonth(world, story, { period: "2026-08", figures: figures(null) });
    const late = await drafted(world, story, "2026-09", figures("98"));
    const viewer = systemViewer(story.buyer.organizationId, "test");
    const caller = { db: world.workDb, clock: world.clock, viewer };
    const [again, twice] = await Promise.all([
      draftStatementOf(caller, { periodCloseId: early }),
      draftStatementOf(caller, { periodCloseId: early }),
    ]);
    expect(again).toEqual(twice);
    const { carried_minor } = await statementRow(again.statementId);
    const { bundle } = await statementRow(late.statementId);
    expect(bundle.adjustments).toContainEqual(
      expect.objectContaining({ kind: "carried_over", amountMinor: carried_minor }),
    );
  });
});

describe("an earn-back", () => {
  test("gives a credit back after three good months, to both who bore it", async () => {
    const story = await priced({
      scheme: { kind: "at_risk_pool", poolBps: 480, capBps: 480 },
      earnBack: { levelIds: ["accuracy"], monthsNeeded: 3, waitMonths: 3 },
    });
    const missed = await month(story, "2026-05", "96");
    expect(missed).toMatchObject({ credit_minor: "9600", provider_bears_minor: "8640" });
    const good = [];
    for (const period of ["2026-06", "2026-07", "2026-08", "2026-09"])
      good.push(await month(story, period, "99"));
    expect(good.map((row) => row.adjustment_minor)).toEqual(["0", "0", "9600", "0"]);
    const [before, back] = [good[1], good[2]];
    expect(BigInt(back.provider_minor) - BigInt(before.provider_minor)).toBe(8640n);
    expect(BigInt(back.commission_minor) - BigInt(before.commission_minor)).toBe(960n);
  });
});

test("credits that the provider alone bears leave the commission whole", async () => {
  const row = await month(await priced({ creditsBorneBy: "provider" }), "2026-10", "96");
  expect(row).toMatchObject({
    credit_minor: "24000",
    commission_minor: "40000",
    provider_minor: "336000",
    provider_bears_minor: "24000",
    platform_bears_minor: "0",
  });
});

describe("what is refused changes nothing", () => {
  test("a month without one of its levels has no statement, and neither has a later one", async () => {
    const story = await priced({ prices: [bonusMalus] });
    const refused = { code: "frozen_month_incomplete" };
    await expect(drafted(world, story, "2026-08", [])).rejects.toMatchObject(refused);
    await expect(drafted(world, story, "2026-09", figures("98"))).rejects.toMatchObject(refused);
    const { n } = await world.row("select count(*)::int as n from statement where engagement_id = $1", [
      story.engagementId,
    ]);
    expect(n).toBe(0);
  });

  test.each([
    ["does not add up", "net_minor = net_minor + 1, provider_minor = provider_minor + 1"],
    ["does not divide", "provider_minor = provider_minor - 1"],
    ["is below nothing", "net_minor = -1, provider_minor = -1 - commission_minor"],
    ["carries what it also charges", "carried_minor = 1, collar_minor = -1"],
  ])("the database takes no statement that %s", async (_what, change) => {
    const row = await month(await priced({}), "2026-10", "98");
    await expect(
      world.owner.query(`update statement set ${change} where id = $1`, [row.id]),
    ).rejects.toThrow(/violates check constraint "statement_/);
    expect(await statementRow(row.id)).toEqual(row);
  });
});
