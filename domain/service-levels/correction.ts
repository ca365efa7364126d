import { Temporal } from "temporal-polyfill";
import { canonicalJson, type Json } from "../shared/canonical-json.ts";
import { DomainError } from "../shared/domain-error.ts";
import { sha256Hex } from "../shared/sha256.ts";
import { defineStateMachine } from "../shared/state-machine.ts";
import { isOver } from "./contest.ts";
import type { LevelReading } from "./month-figure.ts";
import type { RepricedMonth } from "./repriced-month.ts";

export type CorrectionState = "proposed" | "accepted" | "refused";
export type CorrectionEvent = "accept_by_both" | "rule_for" | "rule_against";

/** A frozen month read again with what came late. It is never an edit: the frozen month stays as it is. */
export const correctionMachine = defineStateMachine<CorrectionState, CorrectionEvent>({
  noun: "correction",
  initial: "proposed",
  states: ["proposed", "accepted", "refused"],
  transitions: [
    { from: "proposed", event: "accept_by_both", to: "accepted" },
    { from: "proposed", event: "rule_for", to: "accepted" },
    { from: "proposed", event: "rule_against", to: "refused" },
  ],
});

/** One verdict that reads otherwise: as it was frozen, and with what came late. Both bundles are kept. */
export type CorrectedVerdict = {
  workItemId: string;
  levelId: string;
  frozen: { verdict: string; bundleHash: string } | null;
  corrected: { verdict: string; netSeconds: number; bundle: Json; bundleHash: string } | null;
};

/** The verdicts whose bundles differ from the frozen ones, by level and item. */
export function correctedVerdicts(p: {
  frozen: readonly { workItemId: string; levelId: string; verdict: string; bundleHash: string }[];
  readings: readonly LevelReading[];
}): CorrectedVerdict[] {
  const key = (levelId: string, workItemId: string) => `${levelId} ${workItemId}`;
  const before = new Map(p.frozen.map((one) => [key(one.levelId, one.workItemId), one]));
  const after = p.readings.flatMap(({ figure, verdicts }) =>
    verdicts.map(({ item, bundle, result }) => ({ levelId: figure.levelId, item, bundle, result })),
  );
  const seen = new Set(after.map((one) => key(one.levelId, one.item.id)));
  const changed = after.flatMap(({ levelId, item, bundle, result }): CorrectedVerdict[] => {
    const old = before.get(key(levelId, item.id));
    if (old?.bundleHash === result.bundleHash) return [];
    return [
      {
        workItemId: item.id,
        levelId,
        frozen: old ? { verdict: old.verdict, bundleHash: old.bundleHash } : null,
        corrected: {
          verdict: result.verdict,
          netSeconds: result.netSeconds,
          bundle: bundle as Json,
          bundleHash: result.bundleHash,
        },
      },
    ];
  });
  const gone = p.frozen
    .filter((one) => !seen.has(key(one.levelId, one.workItemId)))
    .map(({ workItemId, levelId, verdict, bundleHash }) => ({
      workItemId,
      levelId,
      frozen: { verdict, bundleHash },
      corrected: null,
    }));
  return [...changed, ...gone];
}

/** What a correction changes for the buyer in minor units: above 0 a charge, below 0 a credit. */
export function correctionAmount(price: RepricedMonth): { netMinor: bigint; commissionMinor: bigint } {
  return {
    netMinor: BigInt(price.netThenMinor) - BigInt(price.netNowMinor),
    commissionMinor: BigInt(price.commissionThenMinor) - BigInt(price.commissionNowMinor),
  };
}

export type CorrectionContent = {
  engagementId: string;
  period: string;
  number: number;
  ruleVersion: string;
  calendarVersion: number;
  levels: Json;
  verdicts: Json;
  /** The bundles of figures without clocks that are not the frozen month's; absent where there are none. */
  figures?: { levelId: string; bundleHash: string | null }[];
  /** The frozen month's hash, or that of the correction before this one. */
  prevHash: string;
};

/** The hash that ties a correction to what it corrects. */
export function correctionHash(content: CorrectionContent): string {
  return `sha256:${sha256Hex(canonicalJson(content))}`;
}

/** What a side has said to a correction; null while it has said nothing. */
export type CorrectionSaid = "accepted" | "objected" | null;

/** Until when both sides can say yes or no, and what they have said. Instants RFC 3339. */
export type CorrectionAnswers = { answerBy: string; buyer: CorrectionSaid; provider: CorrectionSaid };

/**
 * Throws CorrectionStillOpen while a side that has said nothing can still do so: the account manager rules
 * where the two disagree, and silence is known to be silence only when the time is over.
 */
export function refuseEarlyRuling(answers: CorrectionAnswers, now: Temporal.Instant): void {
  const bothSaid = answers.buyer !== null && answers.provider !== null;
  if (!bothSaid && !isOver(answers.answerBy, now)) throw new CorrectionStillOpen(answers.answerBy);
}

/** A side's no after its yes would undo what the other side may have counted on. */
export function refuseSecondThoughts(said: CorrectionSaid): void {
  if (said === "accepted") throw new CorrectionAcceptedAlready();
}

export class CorrectionStillOpen extends DomainError {
  constructor(answerBy: string) {
    const until = Temporal.Instant.from(answerBy).toString({ smallestUnit: "minute" });
    super({
      code: "correction_still_open",
      message: `Both sides can accept or object until ${until}; the account manager rules after that, or once both have.`,
      details: { answerBy },
    });
  }
}

export class CorrectionAcceptedAlready extends DomainError {
  constructor() {
    super({
      code: "correction_accepted_already",
      message: "Your side has accepted this correction already.",
    });
  }
}

export class MonthNotFrozen extends DomainError {
  constructor(month: string) {
    super({
      code: "month_not_frozen",
      message: `${month} is not frozen: late events are simply part of it.`,
      field: "month",
    });
  }
}

export class NothingToCorrect extends DomainError {
  constructor(month: string) {
    super({
      code: "nothing_to_correct",
      message: `With everything that is known today ${month} reads as it was frozen.`,
      field: "month",
    });
  }
}

/** What the month's credits are a share of is not decided yet. */
export class MonthNotBilled extends DomainError {
  constructor(month: string) {
    super({
      code: "month_not_billed",
      message: `The statement of ${month} is still being made; try again in a minute.`,
      field: "month",
    });
  }
}

/** A correction is priced against what stood when it was made: with an older one the same counts twice. */
export class CorrectionSuperseded extends DomainError {
  constructor() {
    super({
      code: "correction_superseded",
      message:
        "A later correction of this month says everything that this one does; decide about that one.",
    });
  }
}

export class CorrectionDecided extends DomainError {
  constructor(state: string) {
    super({ code: "correction_decided", message: `This correction is ${state} already.` });
  }
}
