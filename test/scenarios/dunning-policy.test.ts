import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setDunningPolicy } from "../../server/billing/set-dunning-policy.ts";
import { openInvoice } from "../factories/collecting-story.ts";
import { everyDay, stepsOf } from "../factories/dunning-story.ts";
import { member } from "../factories/people.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.stripe();
});
afterAll(() => world.close());

describe("a dunning policy", () => {
  const good = { retryDays: [3, 5, 7], graceDay: 14, suspendDay: 21, writeOffAfterDays: 60 };

  test("with bad input is refused at its field, and nothing has changed", async () => {
    const admin = await member(world, { name: "Policy", kind: "marketplace", role: "admin" });
    const bad: [object, object][] = [
      [{ retryDays: [5, 3] }, { field: "retryDays", message: expect.stringMatching(/at least a day/) }],
      [{ retryDays: [3, 3] }, { field: "retryDays" }],
      [{ retryDays: [0] }, { field: "retryDays.0" }],
      [{ retryDays: [1.5] }, { field: "retryDays.0", message: "Write whole days." }],
      [{ retryDays: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, { field: "retryDays" }],
      [{ graceDay: 7 }, { field: "graceDay", message: expect.stringMatching(/at least a day/) }],
      [{ graceDay: -1 }, { field: "graceDay" }],
      [{ suspendDay: 14 }, { field: "suspendDay", message: expect.stringMatching(/at least a day/) }],
      [{ suspendDay: Number.NaN }, { field: "suspendDay" }],
      [
        { writeOffAfterDays: 20 },
        { field: "writeOffAfterDays", message: expect.stringMatching(/before it is suspended/) },
      ],
      [{ writeOffAfterDays: 366 }, { field: "writeOffAfterDays" }],
    ];
    for (const [change, expected] of bad)
      await refusedUnchanged(world, () => setDunningPolicy(world.caller(admin), { ...good, ...change }), {
        code: "invalid_input",
        ...expected,
      });
    const manager = await member(world, { name: "Policy2", kind: "marketplace", role: "account_manager" });
    await refusedUnchanged(world, () => setDunningPolicy(world.caller(manager), good), {
      code: "not_allowed",
    });
  });

  test("counts for what falls due afterwards: what is being collected keeps its own", async () => {
    const [older, newer] = [await openInvoice(world), await openInvoice(world)];
    await everyDay(world, older, 0, 0);
    const admin = await member(world, { name: "Policy3", kind: "marketplace", role: "admin" });
    await setDunningPolicy(world.caller(admin), { ...good, retryDays: [1], graceDay: 2, suspendDay: 9 });
    await everyDay(world, older, 1, 4);
    await everyDay(world, newer, 0, 4);
    expect(await stepsOf(world, older.invoiceId)).toEqual(["0 due remind", "3 retry_1 remind"]);
    expect(await stepsOf(world, newer.invoiceId)).toEqual([
      "0 due remind",
      "1 retry_1 remind",
      "2 grace remind",
    ]);
  });
});
