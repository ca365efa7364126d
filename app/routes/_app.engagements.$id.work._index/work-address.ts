/** The filters of the list as the address carries them. */
export type WorkAddress = { states: string[]; priorities: string[]; overdue: boolean; search: string };

const PAGE = 25;

export function readWorkAddress(search: URLSearchParams): WorkAddress {
  return {
    states: search.getAll("state"),
    priorities: search.getAll("priority"),
    overdue: search.get("overdue") === "1",
    search: search.get("q")?.trim() ?? "",
  };
}

/** The paging arguments of a query: forwards after a cursor, backwards before one. */
export function pageOf(search: URLSearchParams) {
  const before = search.get("before");
  if (before) return { last: PAGE, before };
  const after = search.get("after");
  return after ? { first: PAGE, after } : { first: PAGE };
}

/** The same page with one more value of a filter, or with one value taken away; paging starts again. */
export function addressWith(
  search: URLSearchParams,
  change: { set?: [string, string]; drop?: [string, string] },
): string {
  const next = new URLSearchParams(search);
  next.delete("after");
  next.delete("before");
  if (change.set) next.append(...change.set);
  if (change.drop) next.delete(...change.drop);
  const text = next.toString();
  return text ? `?${text}` : "?";
}

/** The page after or before a cursor, under the filters in force. */
export function addressAt(search: URLSearchParams, place: "after" | "before", cursor: string): string {
  const next = new URLSearchParams(search);
  next.delete("after");
  next.delete("before");
  next.set(place, cursor);
  return `?${next}`;
}
