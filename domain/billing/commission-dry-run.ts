import { type CommissionRule, matchingRule } from "../contracts/commission-rule.ts";
import { DEFAULT_COMMISSION_BPS } from "../contracts/terms-draft.ts";
import type { StatementBundle } from "../service-levels/statement-bundle.ts";
import { resultOf } from "./rating/rated-bundle.ts";

/** A contract that is there, with the bundles of its latest statements. */
export type PastContract = {
  engagementId: string;
  title: string;
  buyerName: string;
  providerName: string;
  providerId: string;
  moduleCode: string;
  currency: string;
  signedBps: number;
  statements: readonly { bundle: StatementBundle; commissionMinor: bigint }[];
};

/** What a contract would be proposed, were it ordered on the rule's first day, and what that comes to. */
export type DryRunRow = Omit<PastContract, "statements"> & {
  /** By the rules there are, and with the new one; null: the usual share. */
  ruleBefore: CommissionRule | null;
  ruleAfter: CommissionRule | null;
  beforeBps: number;
  afterBps: number;
  months: number;
  /** What the statements took, and what they would have taken before and with the new rule. */
  takenMinor: bigint;
  beforeMinor: bigint;
  afterMinor: bigint;
};

/** The id that the rule under trial has among the others. */
export const DRAFT_RULE = "draft";

/**
 * Tries a rule on contracts that exist, as if each were ordered anew on the rule's first day: which rule
 * matches without it and with it, and what the past statements come to by the functions that made them.
 * Contracts whose proposal changes come first.
 */
export function dryRun(p: {
  draft: Omit<CommissionRule, "id">;
  rules: readonly CommissionRule[];
  contracts: readonly PastContract[];
}): DryRunRow[] {
  const draft = { ...p.draft, id: DRAFT_RULE };
  const rows = p.contracts.map((contract): DryRunRow => {
    const { statements, ...facts } = contract;
    const question = { ...contract, on: draft.startsOn };
    const ruleBefore = matchingRule(p.rules, question);
    const ruleAfter = matchingRule([...p.rules, draft], question);
    const beforeBps = ruleBefore?.commissionBps ?? DEFAULT_COMMISSION_BPS;
    const afterBps = ruleAfter?.commissionBps ?? DEFAULT_COMMISSION_BPS;
    const at = (bps: number) => total(statements.map((one) => commissionAt(one.bundle, bps)));
    return {
      ...facts,
      ...{ ruleBefore, ruleAfter, beforeBps, afterBps, months: statements.length },
      takenMinor: total(statements.map((one) => one.commissionMinor)),
      ...{ beforeMinor: at(beforeBps), afterMinor: at(afterBps) },
    };
  });
  return rows.sort((left, right) => Number(changes(right)) - Number(changes(left)));
}

/** Whether the new rule is the one that proposes. */
export function changes({ ruleAfter }: Pick<DryRunRow, "ruleAfter">): boolean {
  return ruleAfter?.id === DRAFT_RULE;
}

function commissionAt(bundle: StatementBundle, commissionBps: number): bigint {
  return BigInt(resultOf({ ...bundle, commissionBps }).commissionMinor);
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, one) => sum + one, 0n);
}
