import { Temporal } from "temporal-polyfill";
import { DomainError } from "../shared/domain-error.ts";
import { defineStateMachine } from "../shared/state-machine.ts";

export const CONTEST_SUBJECTS = ["exclusion", "interval", "verdict"] as const;
export type ContestSubject = (typeof CONTEST_SUBJECTS)[number];

/** Why time or work may be left out; the list that service-level agreements usually carry. */
export const EXCLUSION_KINDS = [
  "client_caused",
  "late_input",
  "third_party",
  "agreed_maintenance",
  "force_majeure",
  "volume_over_forecast",
] as const;
export type ExclusionKind = (typeof EXCLUSION_KINDS)[number];

export const EXCLUSION_KIND_NAMES: Record<ExclusionKind, string> = {
  client_caused: "Caused by the client",
  late_input: "Input came late",
  third_party: "Third party under the client's control",
  agreed_maintenance: "Agreed maintenance",
  force_majeure: "Force majeure",
  volume_over_forecast: "Volume over 120 % of the forecast",
};

export type ContestState = "open" | "disputed" | "accepted" | "refused" | "withdrawn";
export type ContestEvent = "accept" | "refuse" | "withdraw" | "rule_for" | "rule_against";

/**
 * `open` waits for the other side until its deadline, then for the account manager; `disputed` was refused by
 * the other side and waits for the account manager. Silence never accepts.
 */
export const contestMachine = defineStateMachine<ContestState, ContestEvent>({
  noun: "contest",
  initial: "open",
  states: ["open", "disputed", "accepted", "refused", "withdrawn"],
  transitions: [
    { from: "open", event: "accept", to: "accepted" },
    { from: "open", event: "refuse", to: "disputed" },
    { from: ["open", "disputed"], event: "withdraw", to: "withdrawn" },
    { from: ["open", "disputed"], event: "rule_for", to: "accepted" },
    { from: ["open", "disputed"], event: "rule_against", to: "refused" },
  ],
});

export type ContestParty = "buyer" | "provider" | "account_manager";

/** What a decision about a contest looks at. Instants RFC 3339. */
export type ContestFacts = {
  state: ContestState;
  side: "buyer" | "provider";
  answerBy: string;
};

/** The party that has not opened the contest. */
export function otherSide(side: "buyer" | "provider"): "buyer" | "provider" {
  return side === "buyer" ? "provider" : "buyer";
}

/** Whose turn it is at a moment; null once it is decided. */
export function waitsFor(contest: ContestFacts, now: Temporal.Instant): ContestParty | null {
  if (contest.state === "disputed") return "account_manager";
  if (contest.state !== "open") return null;
  return isOver(contest.answerBy, now) ? "account_manager" : otherSide(contest.side);
}

export function isUndecided(state: ContestState): boolean {
  return state === "open" || state === "disputed";
}

/** Days that both sides have where the contract says nothing. Calendar days in the contract's zone. */
export const DEFAULT_CONTEST_DAYS = 5;

/**
 * When a window of so many calendar days closes: at the end of the last of them in the contract's zone, so
 * that the day of the review itself is not counted and nobody loses the evening.
 */
export function windowEnd(p: { from: Temporal.Instant; days: number; zone: string }): Temporal.Instant {
  const day = p.from.toZonedDateTimeISO(p.zone).toPlainDate();
  return day
    .add({ days: p.days + 1 })
    .toZonedDateTime(p.zone)
    .toInstant();
}

/** Whether a deadline has passed; the instant itself is too late. */
export function isOver(deadline: string, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, Temporal.Instant.from(deadline)) >= 0;
}

export class ContestWindowClosed extends DomainError {
  constructor(month: string) {
    super({
      code: "contest_window_closed",
      message: `The time to claim or contest anything in ${month} is over.`,
    });
  }
}

export class AnswerTooLate extends DomainError {
  constructor() {
    super({
      code: "answer_too_late",
      message: "The time to answer is over; the account manager rules now.",
    });
  }
}

export class NotYetToRule extends DomainError {
  constructor() {
    super({
      code: "not_yet_to_rule",
      message: "The other side can still answer; the account manager rules after that.",
    });
  }
}

export class ChangesNothing extends DomainError {
  constructor() {
    super({
      code: "contest_changes_nothing",
      message:
        "Nothing would read otherwise. Choose work, or a stretch of it, that counts otherwise than you say.",
      field: "from",
    });
  }
}

export class ContestedAlready extends DomainError {
  constructor() {
    super({
      code: "contested_already",
      message: "Somebody has put forward the same already; it is still open.",
    });
  }
}
