const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Oct" of "2026-10". */
export function monthText(period: string): string {
  return MONTHS[Number(period.slice(5, 7)) - 1] ?? period;
}

export type BehindFigure = {
  n: number;
  /** What is counted, where it is no work: "outages" of an availability, whose share is of hours. */
  counts?: string;
  /** Of a share of items: how many of them are in the numerator. */
  hits?: number | null;
  excluded: number;
  /** YYYY-MM: the window's first and last month. */
  windowFrom: string;
  windowTo: string;
};

/** What every figure says beside itself: "91 of 95 items, Oct 2026, 2 excluded", "no outages, Oct 2026, …". */
export function behindFigure(p: BehindFigure): string {
  const n = p.n === 0 ? "no" : p.n.toLocaleString("en-US");
  const counted = typeof p.hits === "number" ? `${p.hits.toLocaleString("en-US")} of ${n}` : n;
  const excluded = p.excluded === 0 ? "none excluded" : `${p.excluded.toLocaleString("en-US")} excluded`;
  const noun = p.counts ?? "items";
  return `${counted} ${p.n === 1 ? noun.slice(0, -1) : noun}, ${windowText(p)}, ${excluded}`;
}

/** "Oct 2026", "Oct to Dec 2026", "Dec 2026 to Feb 2027". */
export function windowText({
  windowFrom,
  windowTo,
}: Pick<BehindFigure, "windowFrom" | "windowTo">): string {
  const [from, to] = [windowFrom, windowTo].map((month) => ({
    name: monthText(month),
    year: month.slice(0, 4),
  }));
  if (!from || !to || windowFrom === windowTo) return `${monthText(windowTo)} ${windowTo.slice(0, 4)}`;
  return `${from.name}${from.year === to.year ? "" : ` ${from.year}`} to ${to.name} ${to.year}`;
}

/** The page with the rows behind a level's figure in a month. */
export function rowsHref(p: { engagementId: string; levelId: string; month: string }): string {
  return `/engagements/${p.engagementId}/service-levels/${p.levelId}?month=${p.month}`;
}
