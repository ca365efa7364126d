import type { WorkItemType } from "../catalogue/service-module.ts";
import { type CorrectableField, refusedCorrections } from "./who-corrects.ts";
import { isRefusal, type RowRefusal, type WorkEventRow } from "./work-event-row.ts";
import { refusedFields } from "./work-item-fields.ts";
import { foldItem, type ItemFacts, inOrder, inTrailOrder, type TrailEvent } from "./work-item-fold.ts";

/** A row as read, with the digest of what it says. */
export type OfferedRow = { read: WorkEventRow; digest: string } | { read: RowRefusal; digest: null };

export type KnownItem = { id: string; facts: ItemFacts; events: readonly TrailEvent[] };

/** What became of one row, in the order of the call. */
export type RowOutcome = {
  status: "accepted" | "duplicate" | "refused";
  code: string | null;
  message: string | null;
};

/** One item with the events that are new, and what it is after them. */
export type ItemChange = {
  reference: string;
  known: KnownItem | null;
  events: WorkEventRow[];
  /** The place of each event's row in the call. */
  rows: number[];
  facts: ItemFacts;
};

export type Settlement = {
  outcomes: RowOutcome[];
  changes: ItemChange[];
  /** Places of the rows that came after their month was frozen. */
  late: number[];
};

const ACCEPTED: RowOutcome = { status: "accepted", code: null, message: null };
const DUPLICATE: RowOutcome = {
  status: "duplicate",
  code: "recorded_already",
  message: "This event is recorded already; nothing was added.",
};

/**
 * Decides about every row of a call against what is recorded: pure, and the same for any order of the
 * rows as long as they do not contradict each other. What is refused does not keep the rest out.
 *
 * @param p.recorded digests of the events recorded already, by event id.
 * @param p.items the items recorded already, by reference.
 * @param p.frozenUntilMs the end of the last frozen month; what lies before comes too late. Null: none.
 * @param p.types the kinds of work of the contract's service; the first stands in until one is named.
 */
export function settleWorkEvents(p: {
  rows: readonly OfferedRow[];
  recorded: ReadonlyMap<string, string | null>;
  items: ReadonlyMap<string, KnownItem>;
  frozenUntilMs: number | null;
  frozenMonth: string | null;
  types: readonly WorkItemType[];
  /** By kind of work: fields of which the contract lets another side correct what is recorded. */
  correctedByOthers?: ReadonlyMap<string, readonly CorrectableField[]>;
}): Settlement {
  const outcomes: RowOutcome[] = new Array(p.rows.length);
  const late: number[] = [];
  const seen = new Map(p.recorded);
  const byItem = new Map<string, number[]>();
  p.rows.forEach(({ read, digest }, place) => {
    if (digest === null || isRefusal(read)) {
      outcomes[place] = refused(isRefusal(read) ? read : { code: "field_invalid", message: "" });
      return;
    }
    const before = seen.get(read.id);
    if (before !== undefined) {
      outcomes[place] = before === digest ? DUPLICATE : refused(differs(read.id));
      return;
    }
    if (p.frozenUntilMs !== null && read.atMs < p.frozenUntilMs) {
      outcomes[place] = refused(frozen(p.frozenMonth ?? ""));
      late.push(place);
      return;
    }
    seen.set(read.id, digest);
    const places = byItem.get(read.item);
    if (places) places.push(place);
    else byItem.set(read.item, [place]);
  });
  const changes: ItemChange[] = [];
  for (const [reference, places] of byItem) {
    const known = p.items.get(reference) ?? null;
    const change = settleItem({ ...p, reference, known, places, outcomes });
    if (change) changes.push(change);
  }
  return { outcomes, changes, late };
}

function settleItem(p: {
  reference: string;
  known: KnownItem | null;
  places: readonly number[];
  rows: readonly OfferedRow[];
  types: readonly WorkItemType[];
  correctedByOthers?: ReadonlyMap<string, readonly CorrectableField[]>;
  outcomes: RowOutcome[];
}): ItemChange | null {
  const rowAt = (place: number) => p.rows[place]?.read as WorkEventRow;
  const places = inOrder(p.places, (left, right) => inTrailOrder(rowAt(left), rowAt(right)));
  const events: WorkEventRow[] = [];
  const rows: number[] = [];
  const before = p.known?.events ?? [];
  let start: TrailEvent | null = before.find((event) => event.type === "start") ?? null;
  const firstMs = before.reduce((least, event) => Math.min(least, event.atMs), Number.POSITIVE_INFINITY);
  // The opening is settled first: it may come after what it explains, and everything is measured against it.
  for (const place of places) {
    const row = rowAt(place);
    if (row.type !== "start") continue;
    const refusal =
      refusedStart(row, { start, firstMs, types: p.types }) ??
      refusedCorrection(row, p.known, p.correctedByOthers?.get(row.itemType ?? p.types[0]?.id ?? ""));
    if (refusal) p.outcomes[place] = refused(refusal);
    else start = row;
  }
  const kind = start?.itemType ?? p.known?.facts.type ?? p.types[0]?.id ?? "";
  for (const place of places) {
    if (p.outcomes[place]) continue;
    const row = rowAt(place);
    const refusal =
      beforeOpening(row, start) ??
      refusedDetails(row, kind, p.types) ??
      refusedCorrection(row, p.known, p.correctedByOthers?.get(kind));
    p.outcomes[place] = refusal ? refused(refusal) : ACCEPTED;
    if (refusal) continue;
    events.push(row);
    rows.push(place);
  }
  if (events.length === 0) return null;
  const base = p.known?.facts ?? unknownItem(p.reference, p.types);
  return {
    reference: p.reference,
    known: p.known,
    events,
    rows,
    facts: foldItem(base, [...before, ...events]),
  };
}

function unknownItem(reference: string, types: readonly WorkItemType[]) {
  const nothing = { priority: null, site: null, waitingOn: null, resolvedAt: null, closedAt: null };
  return { ...nothing, type: types[0]?.id ?? "", title: reference, tags: [], fields: {} };
}

function refusedStart(
  row: WorkEventRow,
  p: { start: TrailEvent | null; firstMs: number; types: readonly WorkItemType[] },
): RowRefusal | null {
  if (p.start)
    return {
      code: "opened_already",
      message: `${row.item} was opened already, at ${p.start.at}; work is opened once.`,
    };
  if (row.atMs > p.firstMs)
    return {
      code: "clock_backwards",
      message: `The clock runs backwards: something is recorded for ${row.item} before it was opened.`,
    };
  if (!row.itemType && p.types.length > 1)
    return { code: "kind_missing", message: `Say the kind of work in "itemType": ${kinds(p.types)}.` };
  return refusedDetails(row, row.itemType ?? p.types[0]?.id ?? "", p.types);
}

function beforeOpening(row: WorkEventRow, start: TrailEvent | null): RowRefusal | null {
  if (!start || row.atMs >= start.atMs) return null;
  const message = `The clock runs backwards: ${row.item} was opened at ${start.at}, after this.`;
  return { code: "clock_backwards", message };
}

/** The kind of work and its fields, as the contract's service knows them. */
function refusedDetails(
  row: WorkEventRow,
  kind: string,
  types: readonly WorkItemType[],
): RowRefusal | null {
  const type = types.find((one) => one.id === (row.itemType ?? kind));
  if (row.itemType && !type)
    return {
      code: "kind_unknown",
      message: `This contract has no kind of work "${row.itemType}"; it has ${kinds(types)}.`,
    };
  const issue = row.fields && type ? refusedFields(type, row.fields)[0] : undefined;
  return issue ? { code: "work_field_refused", message: issue.message } : null;
}

/** An answer that another side corrects is recorded once; what is there is not the provider's to replace. */
function refusedCorrection(
  row: WorkEventRow,
  known: KnownItem | null,
  correctable: readonly CorrectableField[] | undefined,
): RowRefusal | null {
  if (!row.fields || !correctable) return null;
  const answers = known?.facts.fields ?? {};
  const p = { correctable, side: "provider" as const, known: answers, fields: row.fields };
  const issue = refusedCorrections(p)[0];
  return issue ? { code: "corrected_by_other", message: issue.message } : null;
}

function kinds(types: readonly WorkItemType[]): string {
  return types.map((type) => type.id).join(", ");
}

function refused({ code, message }: RowRefusal): RowOutcome {
  return { status: "refused", code, message };
}

function differs(id: string): RowRefusal {
  return {
    code: "duplicate_differs",
    message: `The event "${id}" was sent before and said something else. Events are never changed; send another.`,
  };
}

function frozen(month: string): RowRefusal {
  return {
    code: "period_frozen",
    message:
      `The months up to ${month} are frozen, so this event came too late. It is kept among the late ` +
      "events, where it can become a correction.",
  };
}
