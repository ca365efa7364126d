import { useSearchParams } from "@remix-run/react";
import { FilterChips } from "../../components/filter-chips.tsx";
import { listHref } from "../../components/list-address.ts";
import type { QueueQuery } from "../../gql/graphql.ts";
import { readQueueAddress } from "./queue-address.ts";
import { GROUP_WORDS, groupWord, HOLDERS, holderWord } from "./queue-words.ts";

const PRIORITIES = ["P1", "P2", "P3", "P4"];

/** The filters of the queue; the groups say how much each holds. */
export function QueueFilters({
  counts,
  engagements,
}: {
  counts: QueueQuery["queueCounts"];
  engagements: QueueQuery["queueEngagements"];
}) {
  const [search] = useSearchParams();
  const { group, engagementId, priorities, holder } = readQueueAddress(search);
  const chosen = engagements.find((one) => one.id === engagementId);
  const active = [
    ...(group ? [chip("Due", groupWord(group), "group", group)] : []),
    ...(engagementId ? [chip("Engagement", chosen?.title ?? "unknown", "engagement", engagementId)] : []),
    ...priorities.map((one) => chip("Priority", one, "priority", one)),
    ...(holder ? [chip("Held by", holderWord(holder), "holder", holder)] : []),
  ];
  function chip(label: string, value: string, name: string, given: string) {
    return { label, value, clearHref: listHref(search, { drop: [name, given] }) };
  }
  const set = (name: string, value: string) => listHref(search, { set: [name, value] });
  return (
    <FilterChips
      active={active}
      suggested={[
        {
          label: "Due",
          options: GROUP_WORDS.filter(([one]) => one !== group).map(([one, label]) => ({
            label,
            href: set("group", one),
            count: counts.find((count) => count.group === one)?.n ?? 0,
          })),
        },
        {
          label: "Engagement",
          options: engagements
            .filter((one) => one.id !== engagementId)
            .map((one) => ({ label: `${one.title}, ${one.buyer}`, href: set("engagement", one.id) })),
        },
        {
          label: "Priority",
          options: PRIORITIES.filter((one) => !priorities.includes(one)).map((one) => ({
            label: one,
            href: listHref(search, { add: ["priority", one] }),
          })),
        },
        {
          label: "Held by",
          options: HOLDERS.filter(([one]) => one !== holder).map(([one, label]) => ({
            label,
            href: set("holder", one),
          })),
        },
      ]}
      clearAllHref="?"
    />
  );
}
