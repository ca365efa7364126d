/** The filters of a list of breaches as the address carries them. */
export type BreachAddress = {
  state: string | null;
  severity: number | null;
  escalated: boolean;
  mine: boolean;
  closed: boolean | null;
  level: string | null;
};

const PAGE = 50;

/** Without a word about it a list shows what is at work. */
export function readBreachAddress(search: URLSearchParams): BreachAddress {
  const severity = Number(search.get("severity"));
  const show = search.get("show") ?? "open";
  return {
    state: search.get("state"),
    severity: severity >= 1 && severity <= 3 ? Math.trunc(severity) : null,
    escalated: search.get("escalated") === "1",
    mine: search.get("mine") === "1",
    closed: show === "all" ? null : show === "closed",
    level: search.get("level"),
  };
}

/** What the address asks the API for; a named state stands above open or closed. */
export function breachVariables(search: URLSearchParams) {
  const { state, severity, escalated, mine, closed, level } = readBreachAddress(search);
  const before = search.get("before");
  return {
    levelId: level,
    severity,
    ...(state ? { states: [state] } : { closed }),
    ...(escalated ? { escalated } : {}),
    ...(mine ? { mine } : {}),
    ...(before ? { last: PAGE, before } : { first: PAGE, after: search.get("after") }),
  };
}

/** The same page with one thing otherwise; paging starts again. */
export function breachHref(search: URLSearchParams, name: string, value: string | null): string {
  const next = new URLSearchParams(search);
  next.delete("after");
  next.delete("before");
  if (value === null) next.delete(name);
  else next.set(name, value);
  return `?${next}`;
}
