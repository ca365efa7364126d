import assert from "node:assert/strict";
import { loadavg } from "node:os";
import pg from "pg";
import { Temporal } from "temporal-polyfill";
import { systemViewer } from "../domain/identity/system-viewer.ts";
import { compileCalendar } from "../domain/service-levels/compiled-calendar.ts";
import { openWindows } from "../domain/service-levels/month-windows.ts";
import { monthPeriod, monthsBetween } from "../domain/shared/period.ts";
import { openDatabase } from "../server/db.ts";
import { figuresOfMonths } from "../server/service-levels/month-figures.ts";
import { lineOf, monthLines } from "../server/service-levels/month-roll-up.read.ts";
import { refreshMonthRollUp } from "../server/service-levels/refresh-month-roll-up.ts";
import { testFields } from "../test/factories/field-keys.ts";
import {
  type FloorCalendar,
  floorAttainment,
  floorCalendar,
  openBefore,
  SQL_ATTAINMENT,
} from "./floor/sla.ts";
import { inTurn, inTurnAsync, ratioOf, timed } from "./laps.ts";
import { median, round } from "./load.ts";
import { calendarOf, FIRST_MONTH, fillWork, LAST_MONTH, TARGETS, ZONES } from "./sla-data.ts";
import { type BenchUrls, growth } from "./sla-growth.ts";
import { nearBreach } from "./sla-queue.ts";

const NOW = Temporal.Instant.from("2026-11-21T09:00:00Z");
const RUNNING = "2026-11";
const MONTHS = monthsBetween({ first: FIRST_MONTH, last: LAST_MONTH });

type Urls = { owner: string; user: string; worker: string };
export type Result = {
  name: string;
  goal: string;
  ratio: number;
  ours: string;
  floor: string;
  note?: string;
};

/** The bench of service levels on `items` work items in `contracts` contracts; see docs/decisions/0011. */
export async function benchServiceLevels(p: {
  urls: Urls;
  superuserUrl: string;
  /** A second database, for a hundredth of the rows. */
  small: BenchUrls;
  items: number;
  contracts: number;
  say: (line: string) => unknown;
}) {
  p.say(`Filling ${p.items} items in ${p.contracts} contracts; load average ${loadavg()[0]?.toFixed(2)}`);
  await fillWork(p.small.superuser, { items: p.items / 100, contracts: Math.max(2, p.contracts / 100) });
  const began = performance.now();
  await fillWork(p.superuserUrl, p);
  const filledSeconds = Math.round((performance.now() - began) / 1000);
  p.say(`Filled in ${filledSeconds} s; load average ${loadavg()[0]?.toFixed(2)}`);
  const db = openDatabase({ url: p.urls.user, connections: 4, fields: testFields });
  const client = new pg.Client({ connectionString: p.superuserUrl });
  await client.connect();
  await lookAfterAll(client);
  const results: Result[] = [];
  const tell = (result: Result) => {
    results.push(result);
    p.say(`\n${result.name}: ${result.ratio} of the floor; goal ${result.goal}`);
    p.say(`  ours  ${result.ours}\n  floor ${result.floor}${result.note ? `\n  ${result.note}` : ""}`);
  };
  try {
    const large = { ...p.urls, superuser: p.superuserUrl };
    for (const result of await growth({ small: p.small, large })) tell(result);
    tell(businessTime());
    for (const result of await attainment({ ...p, db, client })) tell(result);
    tell(await nearBreach({ db, client }));
    tell(await dashboard({ ...p, db, client }));
  } finally {
    await client.end();
    await db.close();
  }
  const rssMegabytes = Math.round(process.memoryUsage().rss / 2 ** 20);
  const mostMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  p.say(
    `\nmemory of the bench's process ${rssMegabytes} MB, ${mostMegabytes} MB at most; ` +
      `load average ${loadavg()[0]?.toFixed(2)}`,
  );
  return {
    items: p.items,
    contracts: p.contracts,
    load: loadavg()[0],
    filledSeconds,
    rssMegabytes,
    mostMegabytes,
    results,
  };
}

function floorCalendars(): FloorCalendar[] {
  return ZONES.map((zone) => {
    const [from, to] = [Date.UTC(2025, 0, 1) / 1000, Date.UTC(2028, 0, 1) / 1000];
    const windows = openWindows({ calendar: calendarOf(zone), from, to, most: 10_000 }) ?? [];
    const spans = windows.map(({ start, end }) => ({
      from: Date.parse(start) / 1000,
      to: Date.parse(end) / 1000,
    }));
    return floorCalendar(spans, [2025, 2027]);
  });
}

/** Goal 5: a million clocks of one interval each. */
function businessTime(): Result {
  const count = 1_000_000;
  const calendar = compileCalendar(calendarOf("America/New_York"));
  const plain = floorCalendars()[0] as FloorCalendar;
  const starts = new Float64Array(count);
  const ends = new Float64Array(count);
  const begin = Date.UTC(2025, 10, 1) / 1000;
  for (let n = 0; n < count; n += 1) {
    starts[n] = begin + ((n * 7919 * 13) % 31_000_000);
    ends[n] = (starts[n] ?? 0) + ((n * 104_729) % 600_000);
  }
  let mismatches = 0;
  for (let n = 0; n < count; n += 1) {
    const [from, to] = [starts[n] ?? 0, ends[n] ?? 0];
    if (calendar.measure(from, to) !== openBefore(plain, to) - openBefore(plain, from)) mismatches += 1;
  }
  assert.equal(mismatches, 0);
  const seconds = { ours: 0, floor: 0 };
  const rounds = inTurn(
    () => {
      for (let n = 0; n < count; n += 1) seconds.ours += calendar.measure(starts[n] ?? 0, ends[n] ?? 0);
    },
    () => {
      for (let n = 0; n < count; n += 1)
        seconds.floor += openBefore(plain, ends[n] ?? 0) - openBefore(plain, starts[n] ?? 0);
    },
  );
  assert.equal(seconds.ours, seconds.floor);
  return {
    name: "business-time",
    goal: "at least 0.5, no mismatch",
    ...ratioOf(rounds, (ms) => `${round(count / ms / 1000)} million clocks a second`),
  };
}

type Deps = {
  urls: Urls;
  db: ReturnType<typeof openDatabase>;
  client: pg.Client;
  items: number;
  contracts: number;
};

const staff = {
  ...systemViewer("00000000-0000-0000-0000-000000000000", "bench"),
  role: "account_manager" as const,
  via: "session" as const,
  stepUpAt: Number.MAX_SAFE_INTEGER,
};

/** The marketplace's people see whom they look after and nobody else. */
async function lookAfterAll(client: pg.Client): Promise<void> {
  await client.query(
    `insert into staff_assignment (user_id, user_name, assigned_by_name, created_at)
     values ($1, 'Bench', 'Bench', now())`,
    [staff.userId],
  );
}

/** Goal 6: attainment of every contract in every month, from PostgreSQL. */
async function attainment({ db, client, items, contracts }: Deps): Promise<Result[]> {
  const { rows } = await client.query("select id, substr(title, 6)::int as n from engagement order by 2");
  const ids = rows.map((row) => row.id as string);
  const numberOf = new Map(rows.map((row) => [row.id as string, row.n as number]));
  const ours = async () => {
    const counts = new Int32Array(contracts * MONTHS.length * 2);
    const figures = await db.readOrg(staff, (tx) =>
      figuresOfMonths(tx, { viewer: staff, engagementIds: ids, months: MONTHS, now: NOW }),
    );
    for (const { engagementId, month, levels } of figures) {
      const place = ((numberOf.get(engagementId) ?? 0) * MONTHS.length + MONTHS.indexOf(month)) * 2;
      counts[place] = levels[0]?.hits ?? 0;
      counts[place + 1] = levels[0]?.misses ?? 0;
    }
    return counts;
  };
  const calendars = floorCalendars();
  const months = ZONES.map((zone) =>
    MONTHS.map((month) => {
      const { from, to } = monthPeriod({ month, zone });
      return { from: from.epochMilliseconds / 1000, to: to.epochMilliseconds / 1000 };
    }),
  );
  const floor = () =>
    floorAttainment(client, { contracts, calendars, months, targets: Object.values(TARGETS) });
  assert.deepEqual(await ours(), await floor());
  const rounds = await inTurnAsync(ours, floor);
  await fillDays(client, calendars);
  const sql = await timed(() => client.query(SQL_ATTAINMENT));
  const per = (ms: number) => `${Math.round(ms)} ms, ${round(items / ms / 1000)} million items a second`;
  const found = ratioOf(rounds, per);
  return [
    { name: "attainment", goal: "at least 0.8 of COPY and prefix sums", ...found },
    {
      name: "attainment-sql",
      goal: "at least 2 times the best SQL",
      ratio: round(sql / median(rounds.map((one) => one.ours))),
      ours: found.ours,
      floor: per(sql),
    },
  ];
}

async function fillDays(client: pg.Client, calendars: FloorCalendar[]): Promise<void> {
  await client.query(`create temp table bench_day (zone text, day bigint, before float8, s1 float8, e1 float8,
    s2 float8, e2 float8, primary key (zone, day))`);
  for (const [index, zone] of ZONES.entries()) {
    const { firstDay, before, spans, per } = calendars[index] as FloorCalendar;
    const days = Array.from({ length: before.length - 1 }, (_, day) => {
      const slot = (n: number) => {
        const value = spans[day * per * 2 + n] ?? Number.POSITIVE_INFINITY;
        return Number.isFinite(value) ? value : 0;
      };
      return {
        zone,
        day: firstDay + day,
        before: before[day],
        s1: slot(0),
        e1: slot(1),
        s2: slot(2),
        e2: slot(3),
      };
    });
    await client.query(
      "insert into bench_day select * from jsonb_populate_recordset(null::bench_day, $1)",
      [JSON.stringify(days)],
    );
  }
  await client.query("analyze bench_day");
}

/** Goal 12: 200 contracts over 13 months, as the portfolio reads them, against a bare table of the same. */
async function dashboard({ db, client, urls, contracts }: Deps): Promise<Result> {
  const { rows } = await client.query("select id, organization_id from engagement order by id limit 200");
  const engagementIds = rows.map((row) => row.id as string);
  const since = FIRST_MONTH;
  const worker = openDatabase({ url: urls.worker, connections: 2, fields: testFields });
  await client.query("set session_replication_role = origin");
  for (const { id: engagementId, organization_id: organizationId } of rows)
    await refreshMonthRollUp({ db: worker, clock: { now: () => NOW } }, { engagementId, organizationId });
  await worker.close();
  await client.query("analyze month_roll_up");
  const p = { viewer: staff, engagementIds, now: NOW };
  const read = () => db.readOrg(staff, (tx) => monthLines(tx, { ...p, since }));
  const months = [...MONTHS, RUNNING];
  const raw = await db.readOrg(staff, (tx) => figuresOfMonths(tx, { ...p, months }));
  const key = (one: { engagementId: string; month: string }) => `${one.engagementId} ${one.month}`;
  const known = new Map((await read()).map((one) => [key(one), one.levels]));
  assert.equal(known.size, raw.length);
  for (const one of raw) assert.deepEqual(known.get(key(one)), one.levels.map(lineOf));
  await client.query(`create table bench_roll_up as
    select r.engagement_id, r.period, l.* from month_roll_up r
    cross join lateral jsonb_to_recordset(r.lines) as l("levelId" text, n int,
      hits int, misses int, measured text, status text, sufficient boolean)`);
  await client.query('alter table bench_roll_up add primary key (engagement_id, period, "levelId")');
  await client.query("analyze bench_roll_up");
  const rollUp = {
    name: "roll-up",
    text: "select * from bench_roll_up where engagement_id = any ($1::uuid[]) and period >= $2",
    values: [engagementIds, since],
  };
  const rounds = await inTurnAsync(read, () => client.query(rollUp), 20);
  const found = ratioOf(rounds, (ms) => `${round(ms)} ms`);
  return {
    name: "dashboard",
    goal: "at least 0.4 of the roll-up",
    ...found,
    note: `200 of ${contracts} contracts, ${raw.length} months equal to the raw recomputation`,
  };
}
