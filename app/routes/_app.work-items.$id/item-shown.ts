import type { WorkItemQuery } from "../../gql/graphql.ts";

export type ItemShown = NonNullable<WorkItemQuery["workItem"]>;
export type ShownClock = ItemShown["clocks"][number];
export type ShownInterval = ShownClock["intervals"][number];
