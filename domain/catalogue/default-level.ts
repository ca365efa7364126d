import type { CallCentre } from "./metric-rules.ts";

/** The key of `targetMinutesByPriority`, and the priority of items, where a service knows no priorities. */
export const STANDARD_PRIORITY = "standard";

/** One business day of eight hours, in which targets in business hours are usually thought. */
export const BUSINESS_DAY_MINUTES = 480;

/** A service level before anyone agreed to it: fits the schema of a contract's service levels. */
export type DefaultLevel = {
  id: string;
  name: string;
  /** Id of the module's metric. */
  metric: string;
  kind: "clock_attainment" | "ratio";
  callCentre?: CallCentre;
  workItemTypes: string[];
  clock?: {
    name: "acknowledge" | "restore" | "resolve";
    targetMinutesByPriority: Record<string, number>;
    calendar: "contract" | "around_the_clock";
  };
  direction: "higher" | "lower";
  /** Plain decimals in per cent. */
  target: string;
  minimum: string;
  unit: "%";
  weightBps: number;
  /** Parts of the level's share that a miss and a failure cost. */
  missBps: number;
  failBps: number;
  /** Below this many items the percentage says too little to cost anything. */
  minimumSample: number;
};

/**
 * The weight of a clock beside a level of the same work that is judged by its date: it moves no money and
 * warns before the date, which no date does by itself.
 */
export const WARNS = 0;

type Common = Pick<
  DefaultLevel,
  "id" | "name" | "workItemTypes" | "target" | "minimum" | "weightBps" | "minimumSample"
>;

/** Items whose clock stops within the minutes of their priority, counted in the contract's hours. */
export function clockLevel(
  input: Common & {
    clock: "acknowledge" | "restore" | "resolve";
    targetMinutes: number | Record<string, number>;
  },
): DefaultLevel {
  const { clock, targetMinutes, ...common } = input;
  const targetMinutesByPriority =
    typeof targetMinutes === "number" ? { [STANDARD_PRIORITY]: targetMinutes } : targetMinutes;
  return {
    ...common,
    metric: common.id,
    kind: "clock_attainment",
    clock: { name: clock, targetMinutesByPriority, calendar: "contract" },
    ...PERCENT_HIGHER,
  };
}

/** A share of the items counted in the month. */
export function ratioLevel(
  input: Common & { direction: "higher" | "lower"; callCentre?: CallCentre },
): DefaultLevel {
  return { ...input, metric: input.id, kind: "ratio", ...PERCENT_HIGHER, direction: input.direction };
}

const PERCENT_HIGHER = { direction: "higher", unit: "%", missBps: 5000, failBps: 10_000 } as const;
