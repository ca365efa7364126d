import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { approveStatement } from "../../server/billing/approve-statement.ts";
import { listStatements } from "../../server/billing/statement.read.ts";
import { drafted, workedContract } from "../factories/money-story.ts";
import { openWorld, type World } from "../world.ts";

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("the list of statements", () => {
  test("begins with what waits for the viewer, and pages follow each other without a gap", async () => {
    const story = await workedContract(world);
    const ids: string[] = [];
    for (const period of ["2026-07", "2026-08", "2026-09", "2026-10"])
      ids.push((await drafted(world, story, period)).statementId);
    const [july, august, september, october] = ids as [string, string, string, string];
    await approveStatement(world.caller(story.buyer), { statementId: october });
    const page = (viewer: Viewer, facts: { after?: string; take: number }) =>
      world.db.withOrg(viewer, async (tx) =>
        (await listStatements(tx, viewer, { inverted: false, ...facts })).map((one) => one.id),
      );
    expect(await page(story.buyer, { take: 9 })).toEqual([september, august, july, october]);
    expect(await page(story.provider, { take: 9 })).toEqual([october, september, august, july]);
    expect(await page(story.buyer, { take: 2, after: august })).toEqual([july, october]);
  });
});
