import { useSearchParams } from "@remix-run/react";
import { BREACH_STATES } from "../../components/breach-words.tsx";
import { FilterChips } from "../../components/filter-chips.tsx";
import type { BreachesQuery } from "../../gql/graphql.ts";
import { breachHref, readBreachAddress } from "./breach-address.ts";

const SEVERITIES = [
  ["3", "Critical"],
  ["2", "Major"],
  ["1", "Minor"],
] as const;

type Row = BreachesQuery["breaches"]["edges"][number]["node"];

/** The filters of a list of breaches; levels are offered from the rows that are shown. */
export function BreachFilters({ isStaff, rows }: { isStaff: boolean; rows: readonly Row[] }) {
  const [search] = useSearchParams();
  const { state, severity, escalated, mine, level } = readBreachAddress(search);
  const set = (name: string, value: string) => breachHref(search, name, value);
  const drop = (name: string) => breachHref(search, name, null);
  const levels = new Map(rows.map((row) => [row.levelId, row.levelName]));
  const wordOf = (list: readonly (readonly [string, string])[], value: string) =>
    list.find(([one]) => one === value)?.[1] ?? value;
  return (
    <FilterChips
      active={[
        ...(state
          ? [{ label: "State", value: wordOf(BREACH_STATES, state), clearHref: drop("state") }]
          : []),
        ...(severity
          ? [
              {
                label: "Severity",
                value: wordOf(SEVERITIES, String(severity)),
                clearHref: drop("severity"),
              },
            ]
          : []),
        ...(escalated ? [{ label: "Escalated", value: "yes", clearHref: drop("escalated") }] : []),
        ...(mine ? [{ label: "In hand", value: "mine", clearHref: drop("mine") }] : []),
        ...(level ? [{ label: "Level", value: levels.get(level) ?? level, clearHref: drop("level") }] : []),
      ]}
      suggested={[
        {
          label: "Severity",
          options: SEVERITIES.filter(([one]) => one !== String(severity)).map(([one, label]) => ({
            label,
            href: set("severity", one),
          })),
        },
        {
          label: "State",
          options: BREACH_STATES.filter(([one]) => one !== state).map(([one, label]) => ({
            label,
            href: set("state", one),
          })),
        },
        ...(levels.size > 1 && !level
          ? [
              {
                label: "Level",
                options: [...levels].map(([id, label]) => ({ label, href: set("level", id) })),
              },
            ]
          : []),
        ...(escalated
          ? []
          : [{ label: "Escalated", options: [{ label: "Escalated only", href: set("escalated", "1") }] }]),
        ...(isStaff && !mine
          ? [{ label: "In hand", options: [{ label: "Assigned to me", href: set("mine", "1") }] }]
          : []),
      ]}
      clearAllHref="?"
    />
  );
}
