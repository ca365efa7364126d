import type { LevelStatus } from "../service-levels/month-figure.ts";

/** Why an engagement needs a person today; one reason an engagement, the gravest. */
export type Need =
  | "attestation_lapsed"
  | "level_failed"
  | "breach_near"
  | "attestation_lapses"
  | "level_missed"
  | "held_by_buyer";

export type NeedFacts = {
  status: LevelStatus | null;
  /** The figure rests on at least the level's smallest sample. */
  sufficient: boolean;
  /** Open items whose clock runs out within a day. */
  dueSoon: number;
  /** Open items whose clock waits for the buyer. */
  waitingOnBuyer: number;
  openItems: number;
  /**
   * Days left of the required attestation that ends first; null where the contract requires none that is
   * held.
   */
  requiredDaysLeft: number | null;
};

/** A required attestation is talked about from this many days before its last one. */
export const LAPSES_SOON_DAYS = 21;

/** Half of the open work or more waiting for the buyer stops an engagement as surely as a breach. */
const HELD_SHARE = 0.5;

export function needOf(facts: NeedFacts): Need | null {
  const { requiredDaysLeft: left } = facts;
  if (left !== null && left < 0) return "attestation_lapsed";
  if (facts.status === "failed" && facts.sufficient) return "level_failed";
  if (facts.dueSoon > 0) return "breach_near";
  if (left !== null && left <= LAPSES_SOON_DAYS) return "attestation_lapses";
  if (facts.status === "missed" && facts.sufficient) return "level_missed";
  if (facts.openItems > 0 && facts.waitingOnBuyer / facts.openItems >= HELD_SHARE) return "held_by_buyer";
  return null;
}

/** The gravest first. */
export const NEED_ORDER: readonly Need[] = [
  "level_failed",
  "attestation_lapsed",
  "breach_near",
  "attestation_lapses",
  "level_missed",
  "held_by_buyer",
];
