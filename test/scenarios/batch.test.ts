import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Batch } from "../../server/batch.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let client: pg.Client;
let syncs: number;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  client = new pg.Client({ connectionString: world.urls.user, pipeline: true } as pg.ClientConfig);
  await client.connect();
  await client.query("create temporary table kept (n int primary key)");
  syncs = 0;
  client.connection.on("readyForQuery", () => {
    syncs += 1;
  });
});
afterEach(() => client.end());

const keep = (n: number | string) => ({ name: "keep", text: "insert into kept values ($1)", values: [n] });
const kept = { name: "kept", text: "select n from kept order by n" };

async function put(...statements: pg.QueryConfig[]) {
  const batch = new Batch(statements);
  client.query(batch);
  return batch.done;
}

const numbers = async () => (await client.query(kept.text)).rows.map(({ n }) => n);

describe("statements of one message", () => {
  test("are each answered, in their order, behind a single Sync", async () => {
    const answers = await put(keep(1), keep(2), kept, { text: "select 7 as seven, null as nothing" });
    expect(answers.map(({ command, rowCount, rows }) => [command, rowCount, rows])).toEqual([
      ["INSERT", 1, []],
      ["INSERT", 1, []],
      ["SELECT", 2, [{ n: 1 }, { n: 2 }]],
      ["SELECT", 1, [{ seven: 7, nothing: null }]],
    ]);
    expect(syncs).toBe(1);
  });

  test("are prepared once on a connection", async () => {
    for (const n of [1, 2, 3]) await put(keep(n), kept);
    const { rows } = await client.query(
      "select name, generic_plans + custom_plans as runs from pg_prepared_statements order by 1",
    );
    expect(rows).toEqual([
      { name: "keep", runs: "3" },
      { name: "kept", runs: "3" },
    ]);
  });

  test("stop at the first that fails, and what stood before it in the same transaction is undone", async () => {
    await put(keep(1));
    await expect(put(keep(2), keep(1), keep(3))).rejects.toMatchObject({ code: "23505" });
    expect(await numbers()).toEqual([1]);
    expect(await put(keep(4), kept)).toHaveLength(2);
    expect(await numbers()).toEqual([1, 4]);
  });

  test("can be sent again whichever of them failed first, prepared or not", async () => {
    const late = { name: "late", text: "select n / (n - $1::int) as x from kept" };
    await put(keep(1));
    for (const wrong of ["one", "9999999999"])
      await expect(put(keep(wrong), { ...late, values: [2] })).rejects.toThrow(/integer/);
    await expect(put({ ...late, values: [1] }, kept)).rejects.toMatchObject({ code: "22012" });
    await expect(put({ name: "broken", text: "select nothing from nowhere" }, kept)).rejects.toThrow(
      /nowhere/,
    );
    await expect(put({ name: "broken", text: "select nothing from nowhere" })).rejects.toThrow(/nowhere/);
    const [again] = await put({ ...late, values: [2] }, kept);
    expect(again?.rows).toEqual([{ x: -1 }]);
  });

  test("stand in line with other statements of the connection", async () => {
    const answers = await Promise.all([put(keep(1)), numbers(), put(keep(2), keep(3)), numbers()]);
    expect([answers[1], answers[3]]).toEqual([[1], [1, 2, 3]]);
  });

  test("a transaction says at its end that it was undone", async () => {
    await put({ text: "begin" }, keep(1));
    await put(keep(1)).catch(() => null);
    const [end] = await put({ text: "commit" });
    expect(end?.command).toBe("ROLLBACK");
    expect(await numbers()).toEqual([]);
  });

  test("all fail where the connection is lost", async () => {
    client.on("error", () => undefined);
    const waiting = put({ text: "select pg_sleep(30)" }, kept);
    client.connection.stream.destroy();
    await expect(waiting).rejects.toThrow();
  });
});
