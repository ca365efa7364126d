import type { WaitingOn } from "./import-events.ts";
import type { WorkEventRow } from "./work-event-row.ts";
import { siteAfter } from "./work-item-site.ts";
import { readWorkItem, type WorkItemState } from "./work-item-state.ts";

/** What a work item is and where it stands, as its columns hold it. Times are RFC 3339. */
export type ItemFacts = {
  type: string;
  title: string;
  priority: string | null;
  site: string | null;
  tags: readonly string[];
  fields: Readonly<Record<string, unknown>>;
  state: WorkItemState;
  waitingOn: WaitingOn | null;
  openedAt: string;
  resolvedAt: string | null;
  closedAt: string | null;
};

/** An event of an item in the form in which items are made of them. */
export type TrailEvent = Pick<
  WorkEventRow,
  "type" | "at" | "atMs" | "position" | "waitingOn" | "priority" | "itemType" | "title" | "site"
> & {
  tags: WorkEventRow["tags"];
  fields: Readonly<Record<string, unknown>> | null;
  /** RFC 3339: the earlier moment from which an event by hand is said to count. */
  since?: string;
};

/** By time, then by the order that events of one instant have. */
export function inTrailOrder(left: TrailEvent, right: TrailEvent): number {
  return left.atMs - right.atMs || left.position - right.position;
}

/** The list in order: itself where it is, which is how most of them come. */
export function inOrder<Item>(
  items: readonly Item[],
  compare: (left: Item, right: Item) => number,
): readonly Item[] {
  const isSorted = items.every((one, index) => index === 0 || compare(items[index - 1] as Item, one) <= 0);
  return isSorted ? items : [...items].sort(compare);
}

/**
 * The item that its events make. All of its events are replayed over what is known without them, so that
 * the order in which they arrived leaves no trace: the same events give the same item.
 *
 * @param events every event of the item, in any order; at least one.
 */
export function foldItem(
  known: Omit<ItemFacts, "state" | "openedAt">,
  events: readonly TrailEvent[],
): ItemFacts {
  const trail = inOrder(events, inTrailOrder);
  const { state, waitingOn, priority, resolvedAt, closedAt } = readWorkItem(trail);
  const facts = { ...known, state, waitingOn, priority: priority ?? known.priority, resolvedAt, closedAt };
  let fields: Record<string, unknown> | null = null;
  for (const event of trail) {
    facts.type = event.itemType ?? facts.type;
    facts.title = event.title ?? facts.title;
    facts.site = siteAfter(facts.site, event.site);
    facts.tags = event.tags ?? facts.tags;
    if (event.fields) fields = { ...(fields ?? known.fields), ...event.fields };
  }
  const start = trail.find((event) => event.type === "start") ?? trail[0];
  return { ...facts, fields: fields ?? known.fields, openedAt: start?.at ?? "" };
}
