import { hash } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { correctedByOthers } from "../../domain/delivery/who-corrects.ts";
import {
  isRefusal,
  readWorkEventRow,
  workEventKeys,
  workEventText,
} from "../../domain/delivery/work-event-row.ts";
import {
  type KnownItem,
  type OfferedRow,
  type Settlement,
  settleWorkEvents,
} from "../../domain/delivery/work-event-settle.ts";
import { NewWorkSuspended } from "../../domain/identity/work-suspension.ts";
import type { Deed } from "../command.ts";
import { suspendedBecause } from "../identity/work-suspension.ts";
import { newIds } from "../new-id.ts";
import type { ContractedEngagement } from "./contracted-engagement.ts";
import { frozenUntil, lockIngest } from "./frozen-until.ts";
import { keepLateEvents } from "./late-work-events.ts";
import type { RecordedWork } from "./record-work-events.ts";
import { knownItems, recordedDigests } from "./recorded-work-events.read.ts";
import { changedItems, newEvents, newItems } from "./work-event-rows.ts";

type Incoming = {
  engagement: ContractedEngagement;
  source: string;
  events: readonly unknown[];
  actor: string;
  now: Temporal.Instant;
};

/**
 * Reads, settles and writes events in a fixed number of statements, whatever their number; what is written
 * goes out with the commit. One call at a time writes to an engagement, and none while one of its months is
 * being frozen.
 */
export async function writeWorkEvents(
  { tx, write }: Pick<Deed, "tx" | "write">,
  p: Incoming,
): Promise<RecordedWork & { lateIds: readonly string[] }> {
  const { engagement, source } = p;
  const at = { engagementId: engagement.id, source };
  const { eventIds, references } = namedBy(p.events);
  // One after another on the connection, and on their way together.
  const [, frozen, recorded, items, suspended, spare] = await Promise.all([
    lockIngest(tx, engagement.id),
    frozenUntil(tx, engagement),
    recordedDigests(tx, { ...at, eventIds }),
    knownItems(tx, { ...at, references }),
    suspendedBecause(tx, engagement.organizationId),
    newIds(tx, references.length),
  ]);
  // Read only now: what is made of thousands of events must not wait with them, or it grows old as garbage.
  const rows = offered(p.events, p.now.epochMilliseconds);
  if (suspended !== null) refuseNewItems({ rows, items, because: suspended });
  const module = moduleByCode(engagement.moduleCode);
  const settled = settleWorkEvents({
    rows,
    recorded,
    items,
    frozenUntilMs: frozen?.untilMs ?? null,
    frozenMonth: frozen?.month ?? null,
    types: module?.workItemTypes ?? [],
    ...(module
      ? { correctedByOthers: correctedByOthers({ levels: engagement.terms.serviceLevels, module }) }
      : {}),
  });
  const made = settled.changes.filter((change) => change.known === null);
  const changed = settled.changes.filter((change) => change.known !== null);
  const ids = new Map(made.map(({ reference }, place) => [reference, spare[place] ?? ""]));
  const idOf = (reference: string) => items.get(reference)?.id ?? ids.get(reference) ?? "";
  if (made.length > 0) write(newItems({ ...p, changes: made, idOf }));
  if (settled.changes.length > 0) {
    const digests = rows.map((row) => row.digest);
    write(newEvents({ ...p, changes: settled.changes, digests, idOf }));
  }
  if (changed.length > 0) write(changedItems(changed));
  const lateIds = await keepLateEvents(tx, {
    ...p,
    late: settled.late.map((place) => ({ read: rows[place]?.read, body: p.events[place] })),
  });
  return { ...counted({ rows, settled, items, idOf }), itemsNew: made.length, lateIds };
}

/** While new work is suspended no item begins; what is under way goes on. Marks the rows in place. */
function refuseNewItems(p: {
  rows: OfferedRow[];
  items: ReadonlyMap<string, KnownItem>;
  because: string;
}): void {
  const { code, message } = new NewWorkSuspended({ buyer: "this buyer", because: p.because });
  for (const [place, { read }] of p.rows.entries())
    if (!isRefusal(read) && !p.items.has(read.item))
      p.rows[place] = { read: { code, message }, digest: null };
}

/** The ids and references that the events name, those of events that will be refused among them. */
function namedBy(events: readonly unknown[]): { eventIds: string[]; references: string[] } {
  const eventIds: string[] = [];
  const references = new Set<string>();
  for (const sent of events) {
    const keys = workEventKeys(sent);
    if (!keys) continue;
    eventIds.push(keys.id);
    references.add(keys.item);
  }
  return { eventIds, references: [...references] };
}

function offered(events: readonly unknown[], nowMs: number): OfferedRow[] {
  return events.map((sent) => {
    const read = readWorkEventRow(sent, { nowMs });
    if (isRefusal(read)) return { read, digest: null };
    return { read, digest: hash("sha256", workEventText(read), "base64url") };
  });
}

function counted(p: {
  rows: readonly OfferedRow[];
  settled: Settlement;
  items: ReadonlyMap<string, KnownItem>;
  idOf: (reference: string) => string;
}): Omit<RecordedWork, "itemsNew"> {
  const counts = { accepted: 0, duplicates: 0, refused: 0 };
  const rows = p.settled.outcomes.map((outcome, place) => {
    if (outcome.status === "accepted") counts.accepted += 1;
    else if (outcome.status === "duplicate") counts.duplicates += 1;
    else counts.refused += 1;
    const read = p.rows[place]?.read;
    const row = read && !isRefusal(read) ? read : null;
    const workItemId = row ? p.idOf(row.item) || null : null;
    return { ...outcome, eventId: row?.id ?? null, workItemId };
  });
  return { ...counts, rows };
}
