import type { Temporal } from "temporal-polyfill";
import type { ImportedWorkItem } from "../../domain/delivery/import-ticket.ts";
import { parseInstantNanoseconds } from "../../domain/shared/instant.ts";
import { toDate } from "../clock.ts";
import { enqueue } from "../command.ts";
import type { Tx } from "../db.ts";
import { frozenUntil } from "./frozen-until.ts";

type Place = {
  engagement: { id: string; organizationId: string; providerId: string; zone: string };
  source: string;
  actor: string;
  now: Temporal.Instant;
};

type LateEvent = { item: ImportedWorkItem; event: ImportedWorkItem["events"][number] };

/**
 * The tickets without those of their events that are new and lie in a frozen month: these are kept among
 * the late events. A ticket that is left with no event at all is left out.
 */
export async function withoutLate(
  tx: Tx,
  p: Place & { items: readonly ImportedWorkItem[] },
): Promise<readonly ImportedWorkItem[]> {
  const late = await lateEvents(tx, p);
  if (late.length === 0) return p.items;
  await keep(tx, p, late);
  return withoutEvents(p.items, late);
}

/** What an import would hold back: the late rows and events, and what is left of the tickets. */
export async function lateIn(
  tx: Tx,
  p: Pick<Place, "engagement" | "source"> & { items: readonly ImportedWorkItem[] },
): Promise<{ rows: number; events: number; left: readonly ImportedWorkItem[] }> {
  const late = await lateEvents(tx, p);
  const rows = new Set(late.map(({ event }) => event.row));
  return { rows: rows.size, events: late.length, left: withoutEvents(p.items, late) };
}

/** The events that are not recorded and lie in a frozen month. */
async function lateEvents(
  tx: Tx,
  p: Pick<Place, "engagement" | "source"> & { items: readonly ImportedWorkItem[] },
): Promise<LateEvent[]> {
  const frozen = await frozenUntil(tx, p.engagement);
  if (!frozen) return [];
  const isOld = (at: string) => Number((parseInstantNanoseconds(at) ?? 0n) / 1_000_000n) < frozen.untilMs;
  const old = p.items.flatMap((item) =>
    item.events.filter((event) => isOld(event.at)).map((event) => ({ item, event })),
  );
  if (old.length === 0) return [];
  const known = await tx.$queryRaw<{ reference: string; key: string }[]>`
    select w.reference, v.source_key as key from work_item_event v join work_item w on w.id = v.work_item_id
    where w.engagement_id = ${p.engagement.id}::uuid and w.source = ${p.source}
      and w.reference = any (${[...new Set(old.map(({ item }) => item.number))]}::text[])`;
  const recorded = new Set(known.map((row) => JSON.stringify([row.reference, row.key])));
  return old.filter(({ item, event }) => !recorded.has(JSON.stringify([item.number, event.sourceKey])));
}

function withoutEvents(
  items: readonly ImportedWorkItem[],
  late: readonly LateEvent[],
): readonly ImportedWorkItem[] {
  if (late.length === 0) return items;
  const left = new Set(late.map(({ event }) => event));
  return items
    .map((item) => ({ ...item, events: item.events.filter((event) => !left.has(event)) }))
    .filter((item) => item.events.length > 0);
}

async function keep(tx: Tx, p: Place, late: readonly LateEvent[]): Promise<void> {
  const { id, organizationId, providerId, zone } = p.engagement;
  const rows = late.map(({ item, event }) => ({
    event_id: event.sourceKey,
    item_reference: item.number,
    type: event.type,
    at: event.at,
    body: { id: event.sourceKey, item: item.number, ...event },
  }));
  const kept = await tx.$queryRaw<{ id: string }[]>`
    insert into late_work_event (organization_id, provider_id, engagement_id, source, event_id,
      item_reference, type, at, period, body, received_by, received_at)
    select ${organizationId}::uuid, ${providerId}::uuid, ${id}::uuid, ${p.source}, n.event_id,
      n.item_reference, n.type, n.at, to_char(n.at at time zone ${zone}, 'YYYY-MM'), n.body, ${p.actor},
      ${toDate(p.now)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(event_id text, item_reference text,
      type text, at timestamptz, body jsonb)
    on conflict (engagement_id, source, event_id) do nothing returning id`;
  if (kept.length === 0) return;
  const payload = {
    engagementId: id,
    organizationId,
    providerId,
    source: p.source,
    lateEventIds: kept.map((row) => row.id),
  };
  await enqueue(tx, { task: "work_event.late", payload });
}
