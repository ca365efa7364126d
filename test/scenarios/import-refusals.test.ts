import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importBatch, refusedCsv, refusedRows } from "../../server/delivery/import.read.ts";
import { ask } from "../factories/ask.ts";
import { contracted } from "../factories/contracted.ts";
import { importLog } from "../factories/imported.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("refused rows", () => {
  const header = "number,incident_state,opened_at,sys_updated_at,sys_mod_count,priority,short_description";
  const rows = [
    "INC1,New,29-02-2016 01:16,29-02-2016 01:20,0,3,=SUM(A1:A9)",
    "INC1,Active,29-02-2016 01:16,31-02-2016 02:00,1,3,=SUM(A1:A9)",
    "INC1,Active,29-02-2016 01:16,29-02-2016 01:18,2,3,=SUM(A1:A9)",
    "INC2,Lost in space,29-02-2016 01:16,29-02-2016 01:20,0,3,x",
    "=cmd|calc,New,29-02-2016 01:16,nonsense,0,3,x",
  ];

  test("are named with row, column and reason, and the others are imported", async () => {
    const c = await contracted(world);
    const id = await importLog(world, c, Buffer.from([header, ...rows].join("\n")));
    const done = await world.db.readOrg(c.provider, (tx) => importBatch(tx, { viewer: c.provider, id }));
    const refused = await world.db.readOrg(c.provider, (tx) =>
      refusedRows(tx, { viewer: c.provider, id, limit: null }),
    );
    expect(refused.map(({ row, number, column }) => [row, number, column])).toEqual([
      [3, "INC1", "sys_updated_at"],
      [4, "INC1", "sys_updated_at"],
      [5, "INC2", "incident_state"],
      [6, "=cmd|calc", "sys_updated_at"],
    ]);
    expect(done?.counts).toMatchObject({ rowsRefused: 4, itemsNew: 1 });
    const written = await world.owner.query("select title from work_item where engagement_id = $1", [
      c.engagementId,
    ]);
    expect(written.rows).toEqual([{ title: "=SUM(A1:A9)" }]);
    const csv = refusedCsv(refused);
    expect(csv.split("\r\n")).toHaveLength(6);
    expect(csv).toContain("6,'=cmd|calc,");
    expect(csv).not.toMatch(/(^|,)=/m);
    const asked = (stepUpAt: number | null) =>
      ask(world, { ...c.provider, stepUpAt }, "query($id: ID!) { importBatch(id: $id) { refusedCsv } }", {
        id,
      });
    expect((await asked(null)).data).toEqual({ importBatch: null });
    expect((await asked(world.clock.now().epochMilliseconds)).data.importBatch.refusedCsv).toBe(csv);
  });
});
