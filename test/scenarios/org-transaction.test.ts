import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { openDatabase, Prisma, type Tx } from "../../server/db.ts";
import { PrismaClient } from "../../server/generated/prisma/client.ts";
import { testFields } from "../factories/field-keys.ts";
import { keyRow, mixedDeeds, numbers, orgsSeen, speaksFor } from "../factories/mixed-deeds.ts";
import { member } from "../factories/people.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let viewers: Viewer[];
/** Three connections for many callers, so that every connection serves every organisation. */
let narrow: ReturnType<typeof openDatabase>;
let superuser: pg.Client;

beforeAll(async () => {
  world = await openWorld();
  narrow = openDatabase({ url: world.urls.user, connections: 3, fields: testFields });
  superuser = new pg.Client({ connectionString: inject("superuserUrl") });
  superuser.on("error", () => undefined);
  await superuser.connect();
  viewers = [];
  for (const name of ["Ash", "Birch", "Cedar", "Dogwood", "Elm"])
    viewers.push(await member(world, { name, kind: "buyer", role: "owner" }));
});
afterAll(async () => {
  await Promise.all([narrow.close(), superuser.end()]);
  await world.close();
});

const kept = async (name: string) =>
  (await world.row("select count(*)::int as n from api_key where name = $1", [name])).n;
const deeds = mixedDeeds({ kill: (pid) => superuser.query("select pg_terminate_backend($1)", [pid]) });

describe("organisations on shared connections", () => {
  test.each([1, 7, 42])("never see each other's rows, whatever goes wrong (%i)", async (seed) => {
    const pick = numbers(seed);
    const names = Object.keys(deeds);
    const one = async () => {
      const viewer = viewers[pick(viewers.length)] as Viewer;
      const name = names[pick(names.length)] as string;
      const way = pick(2) === 0 || name === "write" ? narrow.withOrg : narrow.readOrg;
      const seen = await way(viewer, (tx) => deeds[name]?.(tx, viewer) ?? Promise.resolve([])).catch(
        () => [] as string[],
      );
      return seen.filter((org) => org !== viewer.organizationId);
    };
    for (let wave = 0; wave < 12; wave += 1)
      expect((await Promise.all(Array.from({ length: 12 }, one))).flat()).toEqual([]);
    expect(await speaksFor(narrow)).toEqual([]);
    expect(await kept("fuzz-undone")).toBe(0);
    for (const viewer of viewers) {
      const again = await narrow.withOrg(viewer, orgsSeen);
      expect(again.filter((org) => org !== viewer.organizationId)).toEqual([]);
    }
  });

  test("leave no role behind: staff's is gone with the transaction", async () => {
    const staff = await member(world, { name: "Desk", kind: "marketplace", role: "admin" });
    const role = (tx: Tx) => tx.$queryRaw<{ role: string }[]>`select current_user::text as role`;
    expect(await narrow.withOrg(staff, role)).toEqual([{ role: "app_staff" }]);
    await narrow.withOrg(staff, (tx) => tx.$queryRaw`select 1 / 0`).catch(() => undefined);
    expect(await speaksFor(narrow)).toEqual([]);
  });

  test("can't be named by anything but an id", async () => {
    const forged = systemViewer("x', true), set_config('role', 'app_owner", "test");
    await expect(narrow.withOrg(forged, orgsSeen)).rejects.toThrow(TypeError);
    await expect(narrow.readOrg({ ...(viewers[0] as Viewer), userId: "" }, orgsSeen)).rejects.toThrow(
      TypeError,
    );
    expect(await speaksFor(narrow)).toEqual([]);
  });
});

describe("a transaction", () => {
  const ash = () => viewers[0] as Viewer;

  test("runs raw statements and models on the same connection", async () => {
    const name = crypto.randomUUID();
    const seen = narrow.withOrg(ash(), async (tx) => {
      await tx.$executeRaw(keyRow(ash(), name));
      const through = await tx.apiKey.findMany({ where: { name } });
      await tx.apiKey.updateMany({ where: { name }, data: { prefix: "changed" } });
      const [row] = await tx.$queryRaw<
        { prefix: string }[]
      >`select prefix from api_key where name = ${name}`;
      return [through.length, row?.prefix];
    });
    expect(await seen).toEqual([1, "changed"]);
  });

  test("answers nobody after its end, and does nothing more", async () => {
    const name = crypto.randomUUID();
    const late = await narrow.withOrg(ash(), async (tx) => tx as Tx & { then?: never });
    await expect(late.$executeRaw(keyRow(ash(), name))).rejects.toThrow(/over/);
    await expect(late.apiKey.count()).rejects.toThrow(/closed/);
    const used = await narrow.withOrg(ash(), async (tx) => {
      await tx.apiKey.count();
      return [tx];
    });
    await expect(used[0]?.apiKey.count()).rejects.toThrow();
    expect(await kept(name)).toBe(0);
  });

  test("whose failure was swallowed commits nothing and says so", async () => {
    const name = crypto.randomUUID();
    const work = narrow.withOrg(ash(), async (tx) => {
      await tx.$executeRaw(keyRow(ash(), name));
      await tx.$queryRaw`select 1 / 0`.catch(() => undefined);
    });
    await expect(work).rejects.toThrow(/aborted|Nothing was committed/);
    expect(await kept(name)).toBe(0);
  });

  test("whose last statement fails is undone, and its connection serves the next", async () => {
    const name = crypto.randomUUID();
    const work = narrow.withOrg(ash(), async (tx, closing) => {
      await tx.$executeRaw(keyRow(ash(), name));
      closing(Prisma.sql`select 1 / 0`);
    });
    await expect(work).rejects.toThrow(/division by zero/);
    expect(await kept(name)).toBe(0);
    expect(await speaksFor(narrow)).toEqual([]);
  });

  test("keeps last statements in their order, whatever is in their values", async () => {
    const name = `O'Re\\illy'); rollback; -- ${crypto.randomUUID()}`;
    await narrow.withOrg(ash(), async (_tx, closing) => {
      closing(keyRow(ash(), name));
      closing(Prisma.sql`update api_key set prefix = ${"'\\"} where name = ${name}`);
    });
    expect(await world.row("select prefix from api_key where name = $1", [name])).toEqual({
      prefix: "'\\",
    });
  });

  test("that is one message is kept whole or not at all, and its connection speaks for nobody after", async () => {
    const [kept1, undone] = [crypto.randomUUID(), crypto.randomUUID()];
    await narrow.withOrg(ash(), async (_tx, closing) => closing(keyRow(ash(), kept1)));
    expect(await kept(kept1)).toBe(1);
    expect(await speaksFor(narrow)).toEqual([]);
    const work = narrow.withOrg(ash(), async (_tx, closing) => {
      closing(keyRow(ash(), undone));
      closing(Prisma.sql`select 1 / 0`);
    });
    await expect(work).rejects.toThrow(/division by zero/);
    expect(await kept(undone)).toBe(0);
    expect(await speaksFor(narrow)).toEqual([]);
  });

  test("that only reads is refused a write by PostgreSQL itself", async () => {
    const name = crypto.randomUUID();
    const write = narrow.readOrg(ash(), (tx) => tx.$executeRaw(keyRow(ash(), name)));
    await expect(write).rejects.toThrow(/read-only transaction/);
    expect(await kept(name)).toBe(0);
  });

  test("open for too long is undone, its late statements too", async () => {
    const hasty = openDatabase({
      url: world.urls.user,
      connections: 1,
      longestMs: 150,
      fields: testFields,
    });
    const name = crypto.randomUUID();
    let later: Promise<unknown> = Promise.resolve();
    const work = hasty.withOrg(ash(), async (tx) => {
      later = new Promise((done) => setTimeout(done, 600)).then(() => tx.$executeRaw(keyRow(ash(), name)));
      later.catch(() => undefined);
      await tx.$executeRaw(keyRow(ash(), name));
      await tx.apiKey.count();
      await later;
    });
    await expect(work).rejects.toThrow(/150 ms/);
    await expect(later).rejects.toThrow(/over/);
    expect(await kept(name)).toBe(0);
    expect(await hasty.withOrg(ash(), async () => "next")).toBe("next");
    expect(await speaksFor(hasty)).toEqual([]);
    await hasty.close();
  });

  test("waits for a free connection no longer than five seconds, and takes none then", async () => {
    const one = openDatabase({ url: world.urls.user, connections: 1, fields: testFields });
    await one.withOrg(ash(), async (tx) => {
      await tx.$queryRaw`select 1`;
      await expect(one.withOrg(ash(), orgsSeen)).rejects.toThrow(/timeout/);
    });
    expect(await one.withOrg(ash(), async () => "free")).toBe("free");
    await one.close();
  });
});

test("a raw query answers the same values as Prisma's own", async () => {
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: world.urls.user, max: 1 }) });
  const question = Prisma.sql`select 9007199254740993::int8 as big, 1.50::numeric as dec, 7::int as int,
    date '2026-02-03' as day, timestamptz '2026-02-03 04:05:06.789+02' as at,
    timestamp '2026-02-03 04:05:06' as local, '{"a":[1,null]}'::jsonb as json, '[1]'::json as list,
    array[1,2]::int8[] as bigs, array['a,b',null,'"c"'] as texts, array[1.5]::numeric[] as decs,
    array[date '2026-02-03'] as days, array['{"a":1}']::jsonb[] as jsons, true as yes, null::int as none,
    1.5::float8 as float, '\\x00ff'::bytea as bytes, gen_random_uuid() is not null as made,
    '0190a000-0000-7000-8000-000000000000'::uuid as id, ${new Date(86_400_000)}::timestamptz as given,
    ${12345678901234567n}::int8 as number, ${[1, 2]}::int[] as numbers, ${["x", "y'"]}::text[] as words,
    ${null}::text as nothing, ${true}::boolean as truth`;
  const [theirs] = await prisma.$queryRaw<Record<string, unknown>[]>(question);
  const [ours] = await world.db.open.$queryRaw<Record<string, unknown>[]>(question);
  await prisma.$disconnect();
  const bytesAsText = (row: Record<string, unknown> | undefined) => ({
    ...row,
    bytes: Buffer.from(row?.bytes as Uint8Array).toString("hex"),
  });
  expect(bytesAsText(ours)).toEqual(bytesAsText(theirs));
});
