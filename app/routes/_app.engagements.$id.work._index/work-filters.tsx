import { useSearchParams } from "@remix-run/react";
import { FilterChips } from "../../components/filter-chips.tsx";
import { listHref } from "../../components/list-address.ts";
import { stateWord } from "./clock-status.tsx";
import { readWorkAddress } from "./work-address.ts";

type Counts = ReadonlyArray<{ state: string; priority?: string | null; overdue: boolean; n: number }>;

const STATES = ["open", "in_progress", "waiting", "resolved", "closed", "cancelled"];

/** The filters of the list of work; each option says how much it would show. */
export function WorkFilters({ counts }: { counts: Counts }) {
  const [search] = useSearchParams();
  const { states, priorities, overdue } = readWorkAddress(search);
  const sum = (keep: (one: Counts[number]) => boolean) =>
    counts.filter(keep).reduce((total, one) => total + one.n, 0);
  const names = [...new Set(counts.flatMap((one) => (one.priority ? [one.priority] : [])))].sort();
  const late = sum((one) => one.overdue);
  const active = [
    ...states.map((state) => ({
      label: "State",
      value: stateWord(state),
      clearHref: listHref(search, { drop: ["state", state] }),
    })),
    ...priorities.map((one) => ({
      label: "Priority",
      value: one,
      clearHref: listHref(search, { drop: ["priority", one] }),
    })),
    ...(overdue
      ? [{ label: "Due", value: "Late", clearHref: listHref(search, { drop: ["overdue", "1"] }) }]
      : []),
  ];
  return (
    <FilterChips
      active={active}
      suggested={[
        {
          label: "State",
          options: STATES.filter((state) => !states.includes(state)).map((state) => ({
            label: stateWord(state),
            href: listHref(search, { add: ["state", state] }),
            count: sum((one) => one.state === state),
          })),
        },
        {
          label: "Priority",
          options: names
            .filter((one) => !priorities.includes(one))
            .map((one) => ({
              label: one,
              href: listHref(search, { add: ["priority", one] }),
              count: sum((count) => count.priority === one),
            })),
        },
        ...(overdue
          ? []
          : [
              {
                label: "Due",
                options: [
                  { label: "Late now", href: listHref(search, { add: ["overdue", "1"] }), count: late },
                ],
              },
            ]),
      ]}
      clearAllHref="?"
    />
  );
}
