import { useSearchParams } from "@remix-run/react";
import { counted, numberText } from "./count-words.ts";
import { When } from "./date-time.tsx";
import { monthToDate } from "./engagement-table.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { listHref, pageLinks } from "./list-address.ts";
import { ListSearch } from "./list-search.tsx";
import { Pagination } from "./pagination.tsx";

export interface StandingFilterWords {
  name: string;
  label: string;
  /** How a value is called where the server's own label will not do. */
  text?: (value: string) => string;
}

const STANDINGS: Readonly<Record<string, string>> = {
  failed: "below minimum",
  missed: "below target",
  met: "on target",
  excused: "too few items",
  no_data: "nothing counted yet",
};

export const STANDING_FILTER: StandingFilterWords = {
  name: "standing",
  label: "Standing",
  text: (status) => STANDINGS[status] ?? status,
};

/** So many engagements stand on one page. */
export const STANDINGS_PAGE = 25;

/** What the address asks of a list of engagements; an empty text asks for nothing. */
export function standingVariables(search: URLSearchParams, filters: readonly StandingFilterWords[]) {
  const of = (name: string) => search.get(name)?.trim() || null;
  return {
    ...Object.fromEntries(filters.map(({ name }) => [name, of(name)])),
    search: of("q"),
    first: STANDINGS_PAGE,
    after: of("after"),
    before: of("before"),
  };
}

export interface StandingFiltersProps {
  filters: readonly StandingFilterWords[];
  facets: readonly { name: string; value: string; label: string; n: number }[];
}

/** Finds and narrows engagements; each value says how many of the present ones have it. */
/** How old the figures of a list of engagements are; after a pause of the jobs, how many are older. */
export function FiguresNote(p: { asOf: string; outOfDate: number; oldestFigures?: string | null }) {
  const what = `${monthToDate(p.asOf)} · net of accepted exclusions`;
  if (p.outOfDate === 0) return `${what}, at most half an hour old`;
  return (
    <>
      {what}; {numberText(p.outOfDate)} of them are being measured anew
      {p.oldestFigures ? (
        <>
          : their figures are from <When instant={p.oldestFigures} format="short" /> or later
        </>
      ) : null}
    </>
  );
}

export function StandingFilters({ filters, facets }: StandingFiltersProps) {
  const [search] = useSearchParams();
  const called = ({ name, text }: StandingFilterWords, value: string) =>
    text?.(value) ?? facets.find((one) => one.name === name && one.value === value)?.label ?? value;
  return (
    <>
      <ListSearch
        label="Engagements"
        hint="Words of the title or a name"
        keep={filters.map(({ name }) => name)}
      />
      <FilterChips
        active={filters.flatMap((filter) => {
          const { name, label } = filter;
          const value = search.get(name);
          return value
            ? [{ label, value: called(filter, value), clearHref: listHref(search, { set: [name, null] }) }]
            : [];
        })}
        suggested={filters
          .filter(({ name }) => !search.get(name))
          .map((filter) => ({
            label: filter.label,
            options: facets
              .filter((one) => one.name === filter.name)
              .map(({ name, value, n }) => ({
                label: called(filter, value),
                href: listHref(search, { set: [name, value] }),
                count: n,
              })),
          }))}
        clearAllHref="?"
      />
    </>
  );
}

export interface StandingPagesProps {
  shown: number;
  matching: number;
  previousPage?: string | null;
  nextPage?: string | null;
}

export function StandingPages({ shown, matching, previousPage, nextPage }: StandingPagesProps) {
  const [search] = useSearchParams();
  return (
    <Pagination
      label="Engagements"
      summary={`${shown} of ${counted(matching, "engagement")} shown`}
      {...pageLinks(search, { previous: previousPage, next: nextPage })}
    />
  );
}

/** Whether any filter, or the search, is in force. */
export function isNarrowed(search: URLSearchParams, filters: readonly StandingFilterWords[]): boolean {
  return ["q", ...filters.map(({ name }) => name)].some((name) => search.get(name));
}
