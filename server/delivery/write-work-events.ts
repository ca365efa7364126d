import { hash } from "node:crypto";
import type { Temporal } from "temporal-polyfill";
import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { isRefusal, readWorkEventRow, workEventText } from "../../domain/delivery/work-event-row.ts";
import {
  type KnownItem,
  type OfferedRow,
  type Settlement,
  settleWorkEvents,
} from "../../domain/delivery/work-event-settle.ts";
import { NewWorkSuspended } from "../../domain/identity/work-suspension.ts";
import type { Tx } from "../db.ts";
import { suspendedBecause } from "../identity/work-suspension.ts";
import type { ContractedEngagement } from "./contracted-engagement.ts";
import { frozenUntil, lockIngest } from "./frozen-until.ts";
import { keepLateEvents } from "./late-work-events.ts";
import type { RecordedWork } from "./record-work-events.ts";
import { knownItems, recordedDigests } from "./recorded-work-events.read.ts";
import { insertEvents, insertItems, updateItems } from "./work-event-rows.ts";

type Incoming = {
  engagement: ContractedEngagement;
  source: string;
  events: readonly unknown[];
  actor: string;
  now: Temporal.Instant;
};

/**
 * Reads, settles and writes events in a fixed number of statements, whatever their number. One call at a
 * time writes to an engagement, and none while one of its months is being frozen.
 */
export async function writeWorkEvents(
  tx: Tx,
  p: Incoming,
): Promise<RecordedWork & { lateIds: readonly string[] }> {
  const { engagement, source } = p;
  const locked = lockIngest(tx, engagement.id);
  const rows = offered(p.events, p.now.epochMilliseconds);
  const good = rows.flatMap(({ read }) => (isRefusal(read) ? [] : [read]));
  const at = { engagementId: engagement.id, source };
  // One after another on the connection, and on their way together.
  const [, frozen, recorded, items, suspended] = await Promise.all([
    locked,
    frozenUntil(tx, engagement),
    recordedDigests(tx, { ...at, eventIds: good.map((row) => row.id) }),
    knownItems(tx, { ...at, references: [...new Set(good.map((row) => row.item))] }),
    suspendedBecause(tx, engagement.organizationId),
  ]);
  if (suspended !== null) refuseNewItems({ rows, items, because: suspended });
  const settled = settleWorkEvents({
    rows,
    recorded,
    items,
    frozenUntilMs: frozen?.untilMs ?? null,
    frozenMonth: frozen?.month ?? null,
    types: moduleByCode(engagement.moduleCode)?.workItemTypes ?? [],
  });
  const made = settled.changes.filter((change) => change.known === null);
  const ids = await insertItems(tx, { ...p, changes: made });
  const idOf = (reference: string) => items.get(reference)?.id ?? ids.get(reference) ?? "";
  await insertEvents(tx, { ...p, changes: settled.changes, digests: rows.map((row) => row.digest), idOf });
  await updateItems(
    tx,
    settled.changes.filter((change) => change.known !== null),
  );
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
