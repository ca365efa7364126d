import { afterAll, beforeAll, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { textAt } from "../../domain/service-levels/tape-text.ts";
import { RowReader } from "../../server/copy-out.ts";
import { Prisma, type Tx } from "../../server/db.ts";
import { deferred } from "../../server/deferred.ts";
import { copyRows } from "../../server/org-transaction.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let ash: Viewer;

beforeAll(async () => {
  world = await openWorld();
  ash = await member(world, { name: "Ash", kind: "buyer", role: "owner" });
  await member(world, { name: "Birch", kind: "buyer", role: "owner" });
});
afterAll(() => world.close());

async function texts(tx: Tx, statement: Prisma.Sql): Promise<(string | null)[][]> {
  const found: (string | null)[][] = [];
  const row = new RowReader();
  await copyRows(tx, statement, (view, at) => {
    row.begin(view, at);
    found.push([0, 1].map(() => (row.next() ? textAt(view, row.at, row.length) : null)));
  });
  return found;
}

test("rows come as they were asked for, null as null, none as none, and many in their order", async () => {
  await world.db.readOrg(ash, async (tx) => {
    const values = Prisma.sql`select n, t from (values ('a', ${"it's \\ 'quoted'"}), ('b', null)) v (n, t)`;
    expect(await texts(tx, values)).toEqual([
      ["a", "it's \\ 'quoted'"],
      ["b", null],
    ]);
    expect(await texts(tx, Prisma.sql`select 'a', 'b' where false`)).toEqual([]);
    const many = await texts(
      tx,
      Prisma.sql`select n::text, repeat('x', n % 700)
      from generate_series(1, 5000) n`,
    );
    expect(many.map(([n, x]) => [Number(n), x?.length])).toEqual(
      Array.from({ length: 5000 }, (_, n) => [n + 1, (n + 1) % 700]),
    );
  });
});

test("a copy sees its organisation's rows only, and stands in line with other statements", async () => {
  const seen = await world.db.readOrg(ash, async (tx) => {
    const [copied, [counted]] = await Promise.all([
      texts(tx, Prisma.sql`select organization_id::text, role from membership`),
      tx.$queryRaw<{ n: number }[]>`select count(*)::int as n from membership`,
    ]);
    expect(counted?.n).toBe(copied.length);
    return copied;
  });
  expect(seen).toEqual([[ash.organizationId, "owner"]]);
});

test("copies asked for while longer answers are still coming in read none of these", async () => {
  const long = Prisma.sql`select n::text, repeat('y', 90000) from generate_series(1, 20) n`;
  await world.db.readOrg(ash, async (tx) => {
    for (let turn = 0; turn < 12; turn += 1) {
      // The answer comes in many pieces; the copies are asked for between two of them.
      const answer = tx.$queryRaw<
        { x: string }[]
      >`select repeat('x', 500000) as x from generate_series(1, 6)`;
      for (let wait = 0; wait < turn; wait += 1) await new Promise((next) => setImmediate(next));
      const [plain, one, other] = await Promise.all([answer, texts(tx, long), texts(tx, long)]);
      expect(plain.map(({ x }) => x.length)).toEqual(Array(6).fill(500000));
      for (const rows of [one, other])
        expect(rows.map(([n, y]) => [Number(n), y?.length])).toEqual(
          Array.from({ length: 20 }, (_, n) => [n + 1, 90000]),
        );
    }
  });
});

test("a failing row or statement fails the copy, and leaves the connection whole", async () => {
  const one = Prisma.sql`select n::text, n::text from generate_series(1, 3000) n`;
  await world.db.readOrg(ash, async (tx) => {
    let taken = 0;
    const failing = copyRows(tx, one, () => {
      taken += 1;
      if (taken === 2) throw new Error("enough");
    });
    await expect(failing).rejects.toThrow("enough");
    expect(taken).toBe(2);
    expect(await tx.$queryRaw`select 1 as one`).toEqual([{ one: 1 }]);
    expect(await texts(tx, one)).toHaveLength(3000);
  });
  const wrong = world.db.readOrg(ash, (tx) => texts(tx, Prisma.sql`select 1 / 0, 'never'`));
  await expect(wrong).rejects.toThrow("division by zero");
  expect(await world.db.readOrg(ash, (tx) => texts(tx, one))).toHaveLength(3000);
});

test("a copy runs through a transaction that opens when it is first asked, as the API's", async () => {
  await world.db.readOrg(ash, async (tx) => {
    const later = deferred(async () => tx) as Tx;
    expect(await texts(later, Prisma.sql`select 'a', null`)).toEqual([["a", null]]);
  });
});

test("there is no copy outside a transaction, nor after its end", async () => {
  const one = Prisma.sql`select 'a', 'b'`;
  await expect(texts(world.db.open, one)).rejects.toThrow("within a transaction");
  const kept = await world.db.readOrg(ash, async (tx) => tx);
  await expect(texts(kept, one)).rejects.toThrow("over");
});
