import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { OWN, OWN_ROWS } from "../factories/own-rows.ts";
import { colleague, member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let owner: Viewer;
let victim: Viewer;
beforeAll(async () => {
  world = await openWorld();
  owner = await member(world, { name: "Own Rows", kind: "provider", role: "owner" });
  const at = {
    organizationId: owner.organizationId,
    organizationName: "Own Rows",
    kind: "provider",
  } as const;
  victim = await colleague(world, { ...at, role: "finance" });
});
afterAll(() => world.close());

/** How many rows a statement touched as the owner of the same organisation, or the word that refused it. */
async function touched(sql: string): Promise<number | "refused"> {
  const values = sql.includes("$1") ? [victim.userId] : [];
  return world.db
    .withOrg(owner, (tx) => tx.$executeRawUnsafe(sql, ...values))
    .catch((error: Error) => {
      if (/does not exist|syntax error/.test(error.message)) throw error;
      return "refused" as const;
    });
}

test.each(OWN)("nobody reads, changes or makes a row of %s that is a colleague's", async (table) => {
  await world.owner.query(OWN_ROWS[table], [victim.userId]);
  const row = () =>
    world.row(`select to_jsonb(t) as row from ${table} t where user_id = $1`, [victim.userId]);
  const before = await row();
  expect(before).toBeDefined();
  expect(await touched(`select 1 from ${table} where user_id = $1::uuid`)).toBe(0);
  // What is a log is changed by nobody at all.
  expect([0, "refused"]).toContain(await touched(`update ${table} set user_id = user_id`));
  expect(await touched(`delete from ${table}`)).toBe(0);
  expect(await touched(OWN_ROWS[table].replaceAll("'x'", "'y'"))).toBe("refused");
  expect(await row()).toEqual(before);
});

test("what was used once is made unused by nobody", async () => {
  await world.owner.query("update recovery_code set used_at = now() where user_id = $1", [victim.userId]);
  const again = world.owner.query("update recovery_code set used_at = null where user_id = $1", [
    victim.userId,
  ]);
  await expect(again).rejects.toThrow("stays used");
});
