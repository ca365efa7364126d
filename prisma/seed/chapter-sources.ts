import { hash } from "node:crypto";
import { isRefusal, readWorkEventRow, workEventText } from "../../domain/delivery/work-event-row.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import type { ToldContract } from "./chapter-contracts.ts";
import type { ToldItem } from "./chapter-work.ts";
import type { EngagementPlan } from "./engagement-plans.ts";
import { type Story, stamp } from "./story.ts";
import type { StoryMonth } from "./year-of-work.ts";

const DAY = 86_400;
const HOUR = 3_600;

type Place = { plan: EngagementPlan; contract: ToldContract; engagementId: string };
type Outcome = {
  status: "accepted" | "duplicate" | "refused";
  code: string | null;
  message: string | null;
};

const TAKEN: Outcome = { status: "accepted", code: null, message: null };
const KNOWN: Outcome = {
  status: "duplicate",
  code: "recorded_already",
  message: "This event is recorded already; nothing was added.",
};

/**
 * How work reaches one engagement beside files: a connection with three deliveries, a saved mapping, and an
 * event that came after its month was frozen.
 */
export function tellSources(
  story: Story,
  p: Place & { items: readonly ToldItem[]; month: StoryMonth | undefined },
): void {
  if (p.plan.key !== "halden-it") return;
  const now = Math.floor(story.now.epochMilliseconds / 1000);
  const provider = story.cast.member({ slug: p.plan.provider, role: "delivery_manager" }).account.name;
  const place = {
    organization_id: p.contract.buyerId,
    provider_id: p.contract.providerId,
    engagement_id: p.engagementId,
  };
  tellConnection(story, { ...p, now, provider });
  story.add("saved_mapping", {
    id: story.id(now - 40 * DAY),
    ...place,
    name: "Monthly export of the desk",
    mapping: mapping(p.contract.terms.zone),
    created_by_name: provider,
    created_at: stamp(now - 40 * DAY),
    updated_at: stamp(now - 40 * DAY),
  });
  tellLate(story, { ...p, now, place });
}

/** A detail that the desk sent after the month was frozen; it moves no clock and so no figure. */
function tellLate(
  story: Story,
  p: {
    items: readonly ToldItem[];
    month: StoryMonth | undefined;
    now: number;
    place: Record<string, string>;
  },
): void {
  const { month } = p;
  const told = p.items.find(
    ({ item }) =>
      month &&
      item.stream.source === "service_desk" &&
      item.openedAt >= month.from &&
      item.openedAt < month.to - DAY,
  );
  if (!told || !month) return;
  const { reference, openedAt } = told.item;
  const at = formatInstant(openedAt + 60);
  const body = { id: `${reference}/room`, item: reference, type: "update", at, tags: ["hall-3"] };
  story.add("late_work_event", {
    id: story.id(p.now - 2 * DAY),
    ...p.place,
    source: told.item.stream.source,
    event_id: body.id,
    item_reference: reference,
    type: body.type,
    at,
    period: month.month,
    body,
    received_by: "Import of desk-repair.csv",
    received_at: stamp(p.now - 2 * DAY),
  });
}

function tellConnection(story: Story, p: Place & { now: number; provider: string }): void {
  const { now, contract } = p;
  const parties = { organization_id: contract.buyerId, provider_id: contract.providerId };
  const made = now - 30 * DAY;
  const id = story.id(made);
  story.add("inbound_connection", {
    id,
    ...parties,
    engagement_id: p.engagementId,
    name: "Monitoring of the plants",
    source: "monitoring",
    last_delivery_at: stamp(now - 2 * HOUR),
    created_by_name: p.provider,
    created_at: stamp(made),
  });
  // Nobody knows the text behind it, so that nothing can be delivered before a new secret is made.
  const secret = `ers_${hash("sha256", `${id}/${story.id(made)}`, "hex")}`;
  story.add("inbound_secret", {
    id: story.id(made),
    ...parties,
    connection_id: id,
    secret,
    created_at: stamp(made),
  });
  const start = firstEvent(now);
  const workItemId = tellItem(story, { ...p, start });
  const future = "2099-01-01T00:00:00Z lies in the future; send what has happened.";
  const refused: Outcome = { status: "refused", code: "event_in_future", message: future };
  const late = { id: "mon-77301/stop", item: start.item, type: "stop", at: "2099-01-01T00:00:00Z" };
  const deliveries: { at: number; body: string; rows: [string, Outcome][] | null }[] = [
    { at: now - 5 * HOUR, body: JSON.stringify({ events: [start] }), rows: [[start.id, TAKEN]] },
    {
      at: now - 4 * HOUR,
      body: JSON.stringify({ events: [start, late] }),
      rows: [
        [start.id, KNOWN],
        [late.id, refused],
      ],
    },
    { at: now - 2 * HOUR, body: "status=ok", rows: null },
  ];
  for (const { at, body, rows } of deliveries) {
    const of = (status: Outcome["status"]) => rows?.filter(([, one]) => one.status === status).length ?? 0;
    story.add("inbound_delivery", {
      id: story.id(at),
      ...parties,
      connection_id: id,
      digest: hash("sha256", `${at}.${body}`, "hex"),
      body,
      state: rows ? "processed" : "failed",
      failure: rows ? null : "The body is not JSON.",
      accepted: of("accepted"),
      duplicates: of("duplicate"),
      refused: of("refused"),
      results: rows?.map(([eventId, one]) => ({ ...one, eventId, workItemId })) ?? null,
      runs: 1,
      received_at: stamp(at),
      processed_at: stamp(at),
    });
  }
}

function firstEvent(now: number): Start & Details {
  return {
    id: "mon-77301/open",
    item: "MON-77301",
    type: "start",
    at: formatInstant(now - 5 * HOUR),
    itemType: "incident",
    title: "Label printer of line 2 answers no ping",
    priority: "P3",
    site: "gdynia-plant",
    tags: ["monitoring"],
  };
}

type Start = { id: string; item: string; type: string; at: string; itemType: string };
type Details = { title: string; priority: string; site: string; tags: string[] };

/** The item that the first delivery opened, as its one event makes it; answers its id. */
function tellItem(story: Story, p: Place & { now: number; start: Start & Details }): string {
  const { start, contract, engagementId } = p;
  const read = readWorkEventRow(start, { nowMs: p.now * 1000 });
  if (isRefusal(read)) throw new Error(read.message);
  const at = p.now - 5 * HOUR;
  const place = {
    organization_id: contract.buyerId,
    provider_id: contract.providerId,
    engagement_id: engagementId,
    source: "monitoring",
  };
  const { itemType, title, priority, site, tags } = start;
  const id = story.id(at);
  story.add("work_item", {
    id,
    ...place,
    reference: start.item,
    type: itemType,
    ...{ title, priority, site, tags },
    state: "open",
    opened_at: stamp(at),
    fields: {},
    created_at: stamp(at),
  });
  story.add("work_item_event", {
    id: story.id(at),
    ...place,
    work_item_id: id,
    source_key: start.id,
    position: read.position,
    type: start.type,
    at: stamp(at),
    actor: "Monitoring of the plants",
    reason: "",
    data: { priority, itemType, title, site, tags },
    body_hash: hash("sha256", workEventText(read), "base64url"),
  });
  const payload = { engagementId, organizationId: contract.buyerId };
  story.job({ task: "work.changed", payload, key: `work:${engagementId}` });
  return id;
}

function mapping(zone: string) {
  return {
    shape: "ticket_list",
    zone,
    timestamps: "day_first",
    workItemType: "incident",
    columns: {
      number: "Number",
      openedAt: "Opened",
      state: "State",
      resolvedAt: "Resolved",
      closedAt: "Closed",
      priority: "Priority",
      title: "Short description",
    },
    states: {
      new: "new",
      "in progress": "active",
      "on hold": "pause_buyer",
      resolved: "resolved",
      closed: "closed",
    },
    priorities: { "1 - critical": "P1", "2 - high": "P2", "3 - moderate": "P3", "4 - low": "P4" },
    defaultPriority: "P3",
  };
}
