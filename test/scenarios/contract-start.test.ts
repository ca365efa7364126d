import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { monthFigures } from "../../server/service-levels/month-figures.ts";
import { closedMonth } from "../factories/closed-month.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { importLog } from "../factories/imported.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const figures = async (one: Contracted, month: string) => {
  const p = { viewer: one.provider, engagementIds: [one.engagementId], month, now: world.clock.now() };
  return (await world.db.readOrg(one.provider, (tx) => monthFigures(tx, p)))[0];
};

const close = (one: Contracted, month: string) => closedMonth(world, one, month);

describe("work that was open when the contract began", () => {
  test("counts net from the contract's first moment, and gross from its own", async () => {
    const one = await contracted(world, { terms: { startsOn: "2016-03-01" } });
    const text = [
      "number,incident_state,opened_at,sys_updated_at,sys_mod_count,priority",
      "INC1,New,15-02-2016 10:00,15-02-2016 10:00,0,3",
      "INC1,Resolved,15-02-2016 10:00,01-03-2016 10:00,1,3",
      "INC2,New,15-02-2016 10:00,15-02-2016 10:00,0,3",
      "INC2,Resolved,15-02-2016 10:00,16-02-2016 10:00,1,3",
    ].join("\n");
    await importLog(world, one, Buffer.from(text));
    const resolve = (await figures(one, "2016-03"))?.levels[0];
    expect(resolve).toMatchObject({ n: 1, hits: 1, measured: "100.00", gross: "0.00", excluded: 1 });
    await expect(close(one, "2016-02")).rejects.toMatchObject({ code: "month_outside_contract" });
  });
});

describe("a month of a contract", () => {
  test("without any work freezes levels without data", async () => {
    const one = await contracted(world);
    await close(one, "2016-05");
    const month = await figures(one, "2016-05");
    expect(month?.levels.map((level) => [level.n, level.measured, level.status])).toEqual([
      [0, null, "no_data"],
      [0, null, "no_data"],
      [0, null, "no_data"],
    ]);
  });
});
