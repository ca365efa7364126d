import pg from "pg";
import { hashApiKey } from "../server/identity/api-keys.ts";
import { benchTerms } from "./sla-data.ts";

/** One provider's contract that takes work, and the key that its systems send with. */
export type Taker = {
  engagementId: string;
  organizationId: string;
  providerId: string;
  userId: string;
  key: string;
};

/** So many contracts of as many providers: writers of one contract wait for each other. */
export async function makeTakers(ownerUrl: string, n: number): Promise<Taker[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const takers: Taker[] = [];
    for (let index = 0; index < n; index += 1) {
      const key = `erk_bench_ingest_0123456789ab${index}`;
      const values = [index, hashApiKey(key), benchTerms("Europe/Berlin")];
      const { rows } = await client.query(TAKER, values);
      takers.push({ ...rows[0], key });
    }
    return takers;
  } finally {
    await client.end();
  }
}

const TAKER = `
  with b as (insert into organization (kind, slug, name, country, zone, currency)
    values ('buyer', 'ingest-buyer-' || $1::int, 'Buyer', 'DE', 'Europe/Berlin', 'USD') returning id),
  p as (insert into organization (kind, slug, name, country, zone, currency)
    values ('provider', 'ingest-provider-' || $1::int, 'Provider', 'DE', 'Europe/Berlin', 'USD') returning id),
  u as (insert into person (email, name, password_hash)
    values ('ingest' || $1::int || '@example.test', 'Bench', 'none') returning id),
  m as (insert into membership (organization_id, user_id, role) select p.id, u.id, 'owner' from p, u),
  k as (insert into api_key (organization_id, user_id, name, prefix, secret_hash)
    select p.id, u.id, 'bench', 'erk_bench', $2 from p, u),
  s as (insert into statement_of_work (organization_id, provider_id, module_code, title, state,
      current_version) select b.id, p.id, 'it_support', 'Desk', 'active', 1 from b, p returning id),
  v as (insert into sow_version (organization_id, provider_id, statement_of_work_id, number, terms,
      terms_hash, created_by_id) select b.id, p.id, s.id, 1, $3::jsonb, 'bench', u.id from b, p, s, u returning id)
  insert into engagement (organization_id, provider_id, statement_of_work_id, sow_version_id, module_code,
    title, state, starts_on, zone, currency)
  select b.id, p.id, s.id, v.id, 'it_support', 'Desk', 'active', '2025-11-01', 'Europe/Berlin', 'USD'
  from b, p, s, v, u returning id as "engagementId", organization_id as "organizationId",
    provider_id as "providerId", (select id from u) as "userId"`;

export type SentEvent = { id: string; item: string; type: string; at: string } & Record<string, unknown>;

/** Tickets of five events each, so many events in all; `series` keeps the batches apart. */
export function ticketEvents(series: string, events: number): SentEvent[] {
  const types = ["start", "acknowledge", "pause", "resume", "stop"];
  return Array.from({ length: events }, (_, n) => {
    const ticket = Math.floor(n / types.length);
    const item = `${series}-${ticket}`;
    const type = types[n % types.length] ?? "start";
    const at = new Date(Date.UTC(2026, 9, 1) + ticket * 60_000 + (n % types.length) * 600_000);
    const details = { itemType: "incident", title: `Ticket ${item}`, priority: "P2" };
    return {
      id: `${item}/${type}`,
      item,
      type,
      at: `${at.toISOString().slice(0, 19)}Z`,
      ...(type === "start" ? details : {}),
      ...(type === "pause" ? { waitingOn: "buyer" } : {}),
    };
  });
}

/** The export of a desk with a row a ticket, each of which makes four events. */
export function ticketFile(series: string, tickets: number): string {
  const local = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
  const rows = Array.from({ length: tickets }, (_, n) => {
    const opened = Date.UTC(2026, 9, 1) + n * 60_000;
    return [
      `${series}-${n}`,
      local(opened),
      local(opened + 5_400_000),
      local(opened + 90_000_000),
      "2 - High",
      `Ticket ${n}`,
    ];
  });
  const header = ["Number", "Opened", "Resolved", "Closed", "Priority", "Title"];
  return [header, ...rows].map((row) => row.join(",")).join("\n");
}

export const FILE_MAPPING = {
  shape: "ticket_list",
  zone: "Europe/Berlin",
  timestamps: "month_first",
  workItemType: "incident",
  columns: {
    number: "Number",
    openedAt: "Opened",
    resolvedAt: "Resolved",
    closedAt: "Closed",
    priority: "Priority",
    title: "Title",
  },
  states: {},
  priorities: { "2 - high": "P2" },
  defaultPriority: "P3",
};
