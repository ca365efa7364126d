import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { NOW, probeCast } from "../factories/probe-cast.ts";
import { type AskDatabase, askOf } from "../walls/ask-database.ts";
import { brokenWalls } from "../walls/broken-walls.ts";
import { foreignRows, type Onlooker, onlookers } from "../walls/foreign-rows.ts";
import { recordOfWalls } from "../walls/record.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
/** As one who may take any role: the walls have to stop each of them, not us. */
let superuser: pg.Client;
let ask: AskDatabase;
let eyes: Onlooker[];
beforeAll(async () => {
  world = await openWorld({ now: NOW.toString() });
  const url = new URL(inject("superuserUrl"));
  url.pathname = new URL(world.urls.owner).pathname;
  superuser = new pg.Client({ connectionString: url.href });
  await superuser.connect();
  ask = askOf(superuser);
  eyes = onlookers(await probeCast(world));
});
afterAll(async () => {
  await superuser.end();
  await world.close();
});

describe("the walls between tenants", () => {
  test("all stand: security forced, reach, keys, roles, functions and views", async () => {
    expect(await brokenWalls(ask)).toEqual([]);
  });

  test("are those of the record; vitest -u writes it anew, and its change is read like code", async () => {
    await expect(await recordOfWalls(ask)).toMatchFileSnapshot("../walls/record.txt");
  });

  test("hide every row of a whole story from everybody whose row it is not", async () => {
    expect(eyes.length).toBeGreaterThan(10);
    for (const who of eyes) expect(await asThey(who)).toEqual([]);
  });
});

async function asThey(who: Onlooker): Promise<string[]> {
  await ask("begin");
  try {
    return await foreignRows(ask, who);
  } finally {
    await ask("rollback");
  }
}
