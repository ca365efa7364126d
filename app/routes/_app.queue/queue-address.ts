/** The filters of the queue as the address carries them. */
export type QueueAddress = {
  group: string | null;
  engagementId: string | null;
  priorities: string[];
  holder: string | null;
};

const PAGE = 50;

export function readQueueAddress(search: URLSearchParams): QueueAddress {
  return {
    group: search.get("group"),
    engagementId: search.get("engagement"),
    priorities: search.getAll("priority"),
    holder: search.get("holder"),
  };
}

export function queuePage(search: URLSearchParams) {
  const before = search.get("before");
  if (before) return { last: PAGE, before };
  const after = search.get("after");
  return after ? { first: PAGE, after } : { first: PAGE };
}

/** The same page with a filter set, added to or dropped; paging starts again. */
export function queueHref(
  search: URLSearchParams,
  change: { set?: [string, string]; add?: [string, string]; drop?: [string, string?] },
): string {
  const next = new URLSearchParams(search);
  next.delete("after");
  next.delete("before");
  if (change.set) next.set(...change.set);
  if (change.add) next.append(...change.add);
  if (change.drop) next.delete(change.drop[0], change.drop[1]);
  return `?${next}`;
}

/** The page after or before a cursor, under the filters in force. */
export function queueHrefAt(search: URLSearchParams, place: "after" | "before", cursor: string): string {
  const next = new URLSearchParams(search);
  next.delete("after");
  next.delete("before");
  next.set(place, cursor);
  return `?${next}`;
}
