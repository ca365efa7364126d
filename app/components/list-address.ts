/** The same page with filters set, added or dropped; paging starts again. A null takes a filter away. */
export function listHref(
  search: URLSearchParams,
  change: {
    set?: [name: string, value: string | null];
    add?: [name: string, value: string];
    drop?: [name: string, value?: string];
  },
): string {
  const next = withoutPlace(search);
  if (change.set) {
    const [name, value] = change.set;
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  if (change.add) next.append(...change.add);
  if (change.drop) next.delete(...change.drop);
  return `?${next}`;
}

/** The page after or before a cursor, under the filters in force. */
export function listHrefAt(search: URLSearchParams, place: "after" | "before", cursor: string): string {
  const next = withoutPlace(search);
  next.set(place, cursor);
  return `?${next}`;
}

/** The paging arguments of a connection: forwards after a cursor, backwards before one. */
export function listPage(search: URLSearchParams, size: number) {
  const before = search.get("before");
  if (before) return { last: size, before };
  const after = search.get("after");
  return after ? { first: size, after } : { first: size };
}

function withoutPlace(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  next.delete("after");
  next.delete("before");
  return next;
}

/** The links of a `Pagination` from what a connection says of its page. */
export function pageLinks(
  search: URLSearchParams,
  page: { previous: string | null | undefined; next: string | null | undefined },
): { previousHref?: string; nextHref?: string } {
  return {
    ...(page.previous ? { previousHref: listHrefAt(search, "before", page.previous) } : {}),
    ...(page.next ? { nextHref: listHrefAt(search, "after", page.next) } : {}),
  };
}
