import { z } from "zod";
import { canonicalJson, type Json } from "../shared/canonical-json.ts";
import { formatMilliseconds, parseInstantNanoseconds, usualInstant } from "../shared/instant.ts";
import type { WaitingOn } from "./import-events.ts";
import { type PlainEvent, plainWorkEvent, TEXT_LIMITS } from "./plain-work-event.ts";
import { WORK_EVENT_TYPES, type WorkEventType } from "./work-item-state.ts";

/** Most events in one call or one delivery. */
export const MOST_EVENTS = 10_000;
const MOST_DATA_CHARACTERS = 8_000;
const MOST_FIELDS = 50;

/** An event as another system sends it, read and put into one form. */
export type WorkEventRow = {
  /** The event's id at its source: what makes sending it again safe. */
  id: string;
  /** The work item's reference at its source. */
  item: string;
  type: WorkEventType;
  /** Milliseconds since the epoch. */
  atMs: number;
  /** RFC 3339 in UTC. */
  at: string;
  /** Orders the events of one item at the same instant. */
  position: number;
  waitingOn: WaitingOn | null;
  priority: string | null;
  itemType: string | null;
  title: string | null;
  /** "" where it takes the site away; null where it says nothing of one. */
  site: string | null;
  tags: readonly string[] | null;
  fields: Readonly<Record<string, string | number | boolean | null>> | null;
  reason: string;
  actor: string | null;
  /** What the sender keeps with the event; it means nothing to us. */
  data: Readonly<Record<string, Json>> | null;
};

/** A row that was not taken: `code` is for programs, `message` for people. */
export type RowRefusal = { code: string; message: string };

const text = (name: string, limit: number) =>
  z
    .string({ error: `"${name}" is a text.` })
    .trim()
    .max(limit, `Keep "${name}" within ${limit} characters.`);
const needed = (name: string, limit: number) => text(name, limit).min(1, `"${name}" is missing.`);
const one = (name: keyof typeof TEXT_LIMITS) => text(name, TEXT_LIMITS[name]).nullish();

const rowSchema = z.strictObject({
  id: needed("id", TEXT_LIMITS.id),
  item: needed("item", TEXT_LIMITS.item),
  type: z.string({ error: `"type" is missing.` }),
  at: z.string({ error: `"at" is missing: when it happened, such as 2026-03-06T14:00:00Z.` }),
  waitingOn: z
    .enum(["buyer", "third_party", "provider"], {
      error: `"waitingOn" is one of buyer, third_party, provider.`,
    })
    .nullish(),
  priority: one("priority"),
  itemType: one("itemType"),
  title: one("title"),
  site: one("site"),
  removeSite: z.boolean({ error: `"removeSite" is true or false.` }).nullish(),
  tags: z
    .array(needed("tags", 60), { error: `"tags" is a list of texts.` })
    .max(50, "An item has 50 tags at most.")
    .nullish(),
  fields: z
    .record(
      z.string().max(60, `The names in "fields" have 60 characters at most.`),
      z.union([z.string().max(2000), z.number(), z.boolean(), z.null()], {
        error: `The values in "fields" are texts, numbers, true or false.`,
      }),
      { error: `"fields" is an object.` },
    )
    .refine(
      (fields) => Object.keys(fields).length <= MOST_FIELDS,
      `An item has ${MOST_FIELDS} "fields" at most.`,
    )
    .nullish(),
  reason: one("reason"),
  actor: one("actor"),
  sequence: z
    .int({ error: `"sequence" is a whole number.` })
    .min(0, `"sequence" is not negative.`)
    .max(1_000_000_000, `"sequence" is 1,000,000,000 at most.`)
    .nullish(),
  data: z.record(z.string(), z.json(), { error: `"data" is an object.` }).nullish(),
});

type Sent = z.infer<typeof rowSchema>;

/** Reads one event as it was sent. What is wrong with it alone is refused here, in the sender's words. */
export function readWorkEventRow(sent: unknown, p: { nowMs: number }): WorkEventRow | RowRefusal {
  const plain = plainWorkEvent(sent);
  return plain ? readSent(plain, p) : readByItsSchema(sent, p);
}

/** What an event that may be taken is known by; null where it can't be taken. Checks nothing else of it. */
export function workEventKeys(sent: unknown): { id: string; item: string } | null {
  const { id, item } = (sent ?? {}) as { id?: unknown; item?: unknown };
  if (typeof id !== "string" || typeof item !== "string") return null;
  const keys = { id: id.trim(), item: item.trim() };
  const fit = keys.id.length <= TEXT_LIMITS.id && keys.item.length <= TEXT_LIMITS.item;
  return fit && keys.id !== "" && keys.item !== "" ? keys : null;
}

/** The long way, which every event can go. */
export function readByItsSchema(sent: unknown, p: { nowMs: number }): WorkEventRow | RowRefusal {
  const parsed = rowSchema.safeParse(sent);
  return parsed.success ? readSent(parsed.data, p) : refusalOf(parsed.error.issues[0], sent);
}

function readSent(row: Sent | PlainEvent, p: { nowMs: number }): WorkEventRow | RowRefusal {
  const type = WORK_EVENT_TYPES.find((one) => one === row.type);
  if (!type)
    return {
      code: "type_unknown",
      message: `"${cut(row.type)}" is no type of event; it is one of ${WORK_EVENT_TYPES.join(", ")}.`,
    };
  const usual = usualInstant(row.at);
  const atMs = usual !== null && usual > 0 ? usual * 1000 : instantMilliseconds(row.at);
  if (atMs === null)
    return { code: "at_invalid", message: `"${cut(row.at)}" is no moment; write 2026-03-06T14:00:00Z.` };
  if (atMs > p.nowMs)
    return {
      code: "event_in_future",
      message: `${cut(row.at)} lies in the future; send what has happened.`,
    };
  return (
    contradiction(row, type) ??
    madeRow(row, type, { atMs, at: usual === null ? formatMilliseconds(atMs) : row.at })
  );
}

/** Whether the reading of a row is a refusal. */
export function isRefusal(read: WorkEventRow | RowRefusal): read is RowRefusal {
  return "code" in read;
}

/** The one text of an event's content: two events of one id are the same where their texts are. */
export function workEventText(row: WorkEventRow): string {
  const free = row.data ? canonicalJson(row.data) : "";
  const fields = row.fields ? canonicalJson(row.fields) : "";
  const { item, type, atMs, position, waitingOn, priority, itemType, title, site, tags } = row;
  const { reason, actor } = row;
  // One list and no other, because ten thousand of these texts are made for a call.
  return JSON.stringify([
    item,
    type,
    atMs,
    position,
    waitingOn,
    priority,
    itemType,
    title,
    site,
    tags,
    fields,
    reason,
    actor,
    free,
  ]);
}

/** What an event may not say together. */
function contradiction(row: Sent, type: WorkEventType): RowRefusal | null {
  const refuse = (code: string, message: string) => ({ code, message });
  if (type === "pause" && !row.waitingOn)
    return refuse("waiting_on_missing", `A pause says who the work waits for: "waitingOn".`);
  if (type !== "pause" && row.waitingOn)
    return refuse("waiting_on_unexpected", `"waitingOn" goes with a pause, not with "${type}".`);
  if (type === "priority" && !row.priority)
    return refuse("priority_missing", `A change of priority says the new one: "priority".`);
  if (row.priority && type !== "priority" && type !== "start")
    return refuse("priority_unexpected", `Send a new priority as an event of type "priority".`);
  if (row.removeSite && row.site)
    return refuse("site_contradicts", `Name a "site" or remove it with "removeSite", not both.`);
  if (row.removeSite && type === "start")
    return refuse("remove_site_unexpected", "Work is opened with a site or without one; none is removed.");
  if (row.data && JSON.stringify(row.data).length > MOST_DATA_CHARACTERS)
    return refuse("data_too_long", `"data" holds more than ${MOST_DATA_CHARACTERS} characters.`);
  return null;
}

function madeRow(row: Sent, type: WorkEventType, when: { atMs: number; at: string }): WorkEventRow {
  return {
    id: row.id,
    item: row.item,
    type,
    atMs: when.atMs,
    at: when.at,
    position: row.sequence ?? positionOf(type, row.id),
    waitingOn: row.waitingOn ?? null,
    priority: row.priority || null,
    itemType: row.itemType || null,
    title: row.title || null,
    site: row.removeSite ? "" : row.site || null,
    tags: row.tags ?? null,
    fields: row.fields ?? null,
    reason: row.reason ?? "",
    actor: row.actor || null,
    data: row.data ?? null,
  };
}

/**
 * Events of one item at the same instant need one order, however they arrive: what opens comes before what
 * closes, and equal types are told apart by their ids (FNV-1a, 26 bits).
 */
function positionOf(type: WorkEventType, id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  return WORK_EVENT_TYPES.indexOf(type) * 2 ** 26 + (hash >>> 6);
}

/** Milliseconds since the epoch of an RFC 3339 instant after 1970, or null. */
function instantMilliseconds(written: string): number | null {
  const nanoseconds = parseInstantNanoseconds(written);
  if (nanoseconds === null || nanoseconds <= 0n) return null;
  return Number(nanoseconds / 1_000_000n);
}

function refusalOf(issue: z.core.$ZodIssue | undefined, sent: unknown): RowRefusal {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent))
    return { code: "not_an_event", message: 'An event is an object such as { "id": … }.' };
  if (issue?.code === "unrecognized_keys")
    return { code: "field_unknown", message: `An event has no field "${cut(issue.keys[0] ?? "")}".` };
  return { code: "field_invalid", message: issue?.message ?? "The event does not fit." };
}

function cut(written: string): string {
  return written.length > 60 ? `${written.slice(0, 60)}…` : written;
}
