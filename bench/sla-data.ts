import pg from "pg";
import { termsSchema } from "../domain/contracts/terms.ts";
import type { BusinessCalendar } from "../domain/shared/business-calendar.ts";

export const ZONES = ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney"];
export const FIRST_MONTH = "2025-11";
export const LAST_MONTH = "2026-10";
export const TARGETS = { P1: 240, P2: 480, P3: 1440, P4: 2880 };

const DAY: [string, string][] = [
  ["09:00", "12:00"],
  ["13:00", "17:30"],
];

export function calendarOf(zone: string): BusinessCalendar {
  return {
    zone,
    weekly: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY },
    holidays: ["2025-12-25", "2025-12-26", "2026-01-01", "2026-05-01"],
  };
}

/** The terms of a contract with one clock, as they are stored. */
export function benchTerms(zone: string): string {
  const level = {
    kind: "clock_attainment",
    workItemTypes: ["incident"],
    direction: "higher",
    target: "95",
    minimum: "90",
    unit: "%",
    missBps: 5000,
    failBps: 10_000,
    minimumSample: 5,
  };
  const clock = (name: string, targetMinutesByPriority: Record<string, number>) => ({
    clock: { name, targetMinutesByPriority, calendar: "contract" },
  });
  const made = termsSchema.parse({
    moduleCode: "it_support",
    title: "Desk",
    summary: "A desk",
    outcomes: [{ id: "desk", text: "A desk", acceptance: "It answers" }],
    serviceLevels: [
      {
        id: "resolve",
        name: "Resolved",
        metric: "resolve",
        weightBps: 10_000,
        ...level,
        ...clock("resolve", TARGETS),
      },
    ],
    calendar: calendarOf(zone),
    zone,
    currency: "USD",
    monthlyFeeMinor: "400000",
    scheme: { kind: "at_risk_pool", poolBps: 1200, capBps: 1200 },
    commissionBps: 1000,
    reopenPolicy: "continue",
    reopenWindowDays: 14,
    startsOn: "2025-11-01",
    termMonths: 24,
    noticeDays: 30,
    paymentTermsDays: 30,
    requiredAttestations: [],
  });
  return JSON.stringify(made);
}

/**
 * Work of a fixed shape: a twentieth still open, a pause on every item, six events each. `superuserUrl` may
 * switch triggers off, because nothing here is anybody's.
 */
export async function fillWork(
  superuserUrl: string,
  size: { items: number; contracts: number },
): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await fill(client, size);
  } finally {
    await client.end();
  }
}

async function fill(client: pg.Client, size: { items: number; contracts: number }): Promise<void> {
  await client.query("set session_replication_role = replica");
  await client.query(
    "truncate work_item_event, work_item, engagement, sow_version, statement_of_work cascade",
  );
  await client.query(
    `create or replace function bench_id(kind text, n bigint) returns uuid language sql immutable parallel safe
     as $$ select overlay(overlay(md5(kind || n) placing '4' from 13) placing '8' from 17)::uuid $$`,
  );
  for (const [index, zone] of ZONES.entries())
    await client.query(
      `insert into sow_version (id, organization_id, provider_id, statement_of_work_id, number, terms, terms_hash,
         created_by_id)
       select bench_id('terms', n), bench_id('buyer', n % 50), bench_id('provider', n % 20), bench_id('sow', n), 1,
         $1::jsonb, 'bench', bench_id('person', 1)
       from generate_series(0, $2::int - 1) n where n % $3::int = $4::int`,
      [benchTerms(zone), size.contracts, ZONES.length, index],
    );
  await client.query(
    `insert into engagement (id, organization_id, provider_id, statement_of_work_id, sow_version_id, module_code,
       title, state, starts_on, zone, currency)
     select bench_id('engagement', n), bench_id('buyer', n % 50), bench_id('provider', n % 20), bench_id('sow', n),
       bench_id('terms', n), 'it_support', 'Desk ' || n, 'active', '2025-11-01', ($1::text[])[1 + n % 4], 'USD'
     from generate_series(0, $2::int - 1) n`,
    [ZONES, size.contracts],
  );
  await client.query(PARTIES);
  await client.query(STATEMENTS, [size.contracts]);
  await client.query(ITEMS, [size.items, size.contracts]);
  await client.query(EVENTS);
  const { rows } = await client.query(`select count(*)::int as n
    from (select tape, id from work_item order by id limit 1000) w
    where tape is distinct from event_tape(w.id)`);
  if (rows[0].n > 0)
    throw new Error(`${rows[0].n} of the first thousand tapes are not those of their events.`);
  await client.query("analyze");
  await client.query("checkpoint");
}

/** Fifty buyers and twenty providers, whose names the product's lists show. */
const PARTIES = `
  insert into organization (id, kind, slug, name, country, zone, currency)
  select bench_id(kind, n), kind, 'sla-' || kind || '-' || n, initcap(kind) || ' ' || n, 'DE', 'Europe/Berlin',
    'USD' from (values ('buyer', 50), ('provider', 20)) k (kind, count), generate_series(0, count - 1) n
  on conflict (id) do nothing`;

/** A party knows the name of those with whom it has a statement of work. */
const STATEMENTS = `
  insert into statement_of_work (id, organization_id, provider_id, module_code, title, state, current_version)
  select bench_id('sow', n), bench_id('buyer', n % 50), bench_id('provider', n % 20), 'it_support',
    'Desk ' || n, 'active', 1 from generate_series(0, $1::int - 1) n`;

/** The borders of an item's six events; the last two are null while it is open. */
const MOMENTS = `
  (0, 'start', 1, opened_at), (1, 'acknowledge', 2, opened_at + span * 0.1), (2, 'pause', 3, opened_at + span * 0.3),
  (3, 'resume', 4, opened_at + span * 0.5), (4, 'stop', 5, resolved_at), (5, 'close', 6, closed_at)`;

/** Opened over twelve months; solved after up to three days, a twentieth of each contract's not at all. */
const ITEMS = `
  insert into work_item (id, organization_id, provider_id, engagement_id, source, reference, type, title,
    priority, state, opened_at, resolved_at, closed_at, due_at, tape)
  select bench_id('item', n), bench_id('buyer', n % $2::int % 50), bench_id('provider', n % $2::int % 20),
    bench_id('engagement', n % $2::int), 'bench', 'W-' || n, 'incident', 'Item ' || n, priority,
    case when open then 'open' else 'closed' end, opened_at, resolved_at, closed_at,
    case when open then opened_at + interval '40 days' end, tape
  from generate_series(0, $1::bigint - 1) n
  cross join lateral (select n / $2::int % 20 = 0 as open) t
  cross join lateral (select 'P' || 1 + n % 4 as priority, (date_trunc('second',
      timestamptz '2025-11-03' + (case when open then 330 + n % 29 else n % 350 end) * interval '1 day' +
      ((n * 7919) % 86400) * interval '1 second'))::timestamptz(3) as opened_at,
    (600 + (n * 104729) % 260000) * interval '1 second' as took) o
  cross join lateral (select case when not open then opened_at + took end as resolved_at,
    case when not open then opened_at + took + interval '1 day' end as closed_at,
    case when open then interval '2 days' else took end as span) r
  cross join lateral (select string_agg(int8send((date_part('epoch', at::timestamptz(3)) * 1000)::bigint) ||
      decode(lpad(to_hex(kind), 2, '0') || case when kind = 1 then '03' else '01' end, 'hex') ||
      case when kind = 1 then priority::bytea else '' end, ''::bytea order by position) as tape
    from (values ${MOMENTS}) e (position, type, kind, at) where at is not null) w`;

const EVENTS = `
  insert into work_item_event (organization_id, provider_id, work_item_id, source_key, position, type, at,
    actor, data)
  select w.organization_id, w.provider_id, w.id, e.type || e.position, e.position, e.type, e.at, 'bench',
    case when e.position = 0 then jsonb_build_object('priority', w.priority) else '{}' end
  from work_item w
  cross join lateral (select coalesce(w.resolved_at, w.opened_at + interval '2 days') - w.opened_at as span) s
  cross join lateral (values ${MOMENTS}) e (position, type, kind, at)
  where e.at is not null`;
