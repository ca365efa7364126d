/** What engagements can be narrowed to; each compares whole, but the search looks into names. */
export type StandingFilter = {
  standing?: string | null | undefined;
  module?: string | null | undefined;
  country?: string | null | undefined;
  provider?: string | null | undefined;
  buyer?: string | null | undefined;
  /** Words of the title, the buyer's or the provider's name. */
  search?: string | null | undefined;
};

/** The part of a standing that filters read. */
export type StandingKeys = {
  id: string;
  title: string;
  buyer: string;
  provider: string;
  providerCountry: string;
  moduleCode: string;
  status: string | null;
};

export type StandingFacet = { name: string; value: string; n: number };

/** One page of engagements in their order, and what the filters in force leave of them. */
export type StandingPage<Row> = {
  rows: Row[];
  /** How many fit the filters. */
  matching: number;
  /** The id to ask before, or after; null where there is nothing more. */
  previous: string | null;
  next: string | null;
  /** Of each filter the values of what fits, the most frequent first. */
  facets: StandingFacet[];
};

/** So many values of one filter are a choice; beyond it the reader searches. */
export const MOST_VALUES = 12;

const READ = {
  standing: (row: StandingKeys) => row.status ?? "no_data",
  module: (row: StandingKeys) => row.moduleCode,
  country: (row: StandingKeys) => row.providerCountry,
  provider: (row: StandingKeys) => row.provider,
  buyer: (row: StandingKeys) => row.buyer,
} as const;

const NAMES = Object.keys(READ) as (keyof typeof READ)[];

/**
 * The page of so many rows after or before an id, under the filters. An id that is not among them shows the
 * first page: its engagement left the list since. Without `first` everything is one page.
 */
export function standingPage<Row extends StandingKeys>(
  all: readonly Row[],
  p: {
    filter: StandingFilter;
    first?: number | null | undefined;
    after?: string | null | undefined;
    before?: string | null | undefined;
  },
): StandingPage<Row> {
  const fitting = all.filter((row) => fits(row, p.filter));
  const size = p.first ?? fitting.length;
  const begin = beginOf(fitting, { ...p, size });
  const rows = fitting.slice(begin, begin + size);
  return {
    rows,
    matching: fitting.length,
    previous: begin > 0 ? (rows[0]?.id ?? null) : null,
    next: begin + size < fitting.length ? (rows.at(-1)?.id ?? null) : null,
    facets: NAMES.flatMap((name) => facetsOf(name, fitting)),
  };
}

function beginOf(
  rows: readonly StandingKeys[],
  p: { size: number; after?: string | null | undefined; before?: string | null | undefined },
): number {
  const place = (id: string) => rows.findIndex((row) => row.id === id);
  if (p.after) return place(p.after) + 1;
  if (p.before) return Math.max(0, place(p.before) - p.size);
  return 0;
}

function fits(row: StandingKeys, filter: StandingFilter): boolean {
  const words = (filter.search ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${row.title} ${row.buyer} ${row.provider}`.toLowerCase();
  return (
    NAMES.every((name) => !filter[name] || filter[name] === READ[name](row)) &&
    words.every((word) => text.includes(word))
  );
}

function facetsOf(name: keyof typeof READ, rows: readonly StandingKeys[]): StandingFacet[] {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(READ[name](row), (counts.get(READ[name](row)) ?? 0) + 1);
  return [...counts]
    .map(([value, n]) => ({ name, value, n }))
    .sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_VALUES);
}
