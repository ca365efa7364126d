import { Temporal } from "temporal-polyfill";
import type { BreachTerms } from "../contracts/breach-terms.ts";
import { DomainError } from "../shared/domain-error.ts";
import { defineStateMachine } from "../shared/state-machine.ts";
import type { LevelFigure } from "./level-figure.ts";

export type BreachState =
  | "open"
  | "proposed"
  | "sent_back"
  | "accepted"
  | "measuring"
  | "effective"
  | "not_effective"
  | "withdrawn";

export type BreachEvent =
  | "plan"
  | "accept"
  | "send_back"
  | "finish"
  | "find_effective"
  | "find_not_effective"
  | "rule_effective"
  | "rule_not_effective"
  | "withdraw"
  | "miss_again";

/**
 * `open` waits for the provider's cause and action, `proposed` for the buyer, `accepted` for the action
 * itself, `measuring` for the months in which its effect shows. A verdict that no longer stands withdraws
 * the breach from wherever it is; a month that is missed after all opens it again.
 */
export const breachMachine = defineStateMachine<BreachState, BreachEvent>({
  noun: "breach",
  initial: "open",
  states: [
    "open",
    "proposed",
    "sent_back",
    "accepted",
    "measuring",
    "effective",
    "not_effective",
    "withdrawn",
  ],
  transitions: [
    { from: ["open", "sent_back"], event: "plan", to: "proposed" },
    { from: "proposed", event: "accept", to: "accepted" },
    { from: "proposed", event: "send_back", to: "sent_back" },
    { from: "accepted", event: "finish", to: "measuring" },
    { from: ["accepted", "measuring"], event: "find_effective", to: "effective" },
    { from: ["accepted", "measuring"], event: "find_not_effective", to: "not_effective" },
    { from: ["accepted", "measuring", "not_effective"], event: "rule_effective", to: "effective" },
    { from: ["accepted", "measuring", "effective"], event: "rule_not_effective", to: "not_effective" },
    {
      from: ["open", "proposed", "sent_back", "accepted", "measuring", "effective", "not_effective"],
      event: "withdraw",
      to: "withdrawn",
    },
    { from: "withdrawn", event: "miss_again", to: "open" },
  ],
});

const CLOSED_STATES = ["effective", "not_effective", "withdrawn"] as const;

export function isClosed(state: BreachState): boolean {
  return CLOSED_STATES.some((one) => one === state);
}

/** What root causes are sorted by; the list that service reviews usually carry. */
export const CAUSE_CATEGORIES = {
  capacity: "Too few people for the work",
  skills: "Knowledge or training was missing",
  procedure: "The procedure was wrong or not followed",
  tool: "A tool or system failed",
  input: "Input came late or wrong",
  third_party: "A third party did not deliver",
  volume: "More work than was planned for",
  hand_over: "Work was lost between people or shifts",
  other: "Something else",
} as const;
export type CauseCategory = keyof typeof CAUSE_CATEGORIES;

/** The month's figure as a breach keeps it. Decimals in the level's unit. */
export type BreachFigure = {
  measured: string | null;
  n: number;
  misses: number;
  target: string;
  minimum: string;
  direction: "higher" | "lower";
  unit: string;
  /** Where a small month is held against a count: what was counted, and the most that was allowed. */
  counted?: { measured: string; target: string; minimum: string };
};

export function breachFigure(figure: LevelFigure): BreachFigure {
  const { measured, n, misses, target, minimum, direction, unit, against } = figure;
  return {
    ...{ measured, n, misses, target, minimum, direction, unit },
    ...(against
      ? { counted: { measured: against.measured, target: against.target, minimum: against.minimum } }
      : {}),
  };
}

/** Whether a figure is a breach at all: below target or below minimum, and nothing excuses it. */
export function breachStatus(figure: Pick<LevelFigure, "status">): "missed" | "failed" | null {
  return figure.status === "missed" || figure.status === "failed" ? figure.status : null;
}

/** The rules that a breach runs under. Calendar days in the contract's zone. */
export type BreachPolicy = {
  causeDays: number;
  /** Absent in breaches that were opened before the buyer's answer had a time. */
  answerDays?: number;
  repeatTimes: number;
  repeatMonths: number;
  monthsBefore: number;
};

/** The contract's rules, and the marketplace's where the contract has none. */
export function policyOf(terms: BreachTerms | undefined, usual: BreachPolicy): BreachPolicy {
  const repeatTimes = terms?.repeatTimes ?? usual.repeatTimes;
  const repeatMonths = Math.max(terms?.repeatMonths ?? usual.repeatMonths, repeatTimes);
  const causeDays = terms?.causeDays ?? usual.causeDays;
  const answerDays = terms?.answerDays ?? usual.answerDays;
  return { ...usual, ...(answerDays ? { answerDays } : {}), causeDays, repeatTimes, repeatMonths };
}

/** The end of an action's due date in the contract's zone: from then on it is overdue. */
export function endOfDay(day: string, zone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).toInstant();
}

export class NotMissed extends DomainError {
  constructor() {
    super({
      code: "item_not_missed",
      message: "Choose among the items that were missed in this month.",
      field: "explainedItemIds",
    });
  }
}
