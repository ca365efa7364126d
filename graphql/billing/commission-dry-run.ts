import { changes, type DryRunRow } from "../../domain/billing/commission-dry-run.ts";
import type { CommissionRule } from "../../domain/contracts/commission-rule.ts";
import { DomainError } from "../../domain/shared/domain-error.ts";
import { money } from "../../domain/shared/money.ts";
import { type InputIssue, InvalidInput } from "../../domain/shared/refusals.ts";
import { commissionDryRun } from "../../server/billing/commission-dry-run.read.ts";
import { builder } from "../builder.ts";

const Matched = builder.objectRef<CommissionRule>("MatchedCommissionRule").implement({
  fields: (t) => ({
    id: t.exposeString("id", { description: "`draft` is the rule under trial." }),
    namesProvider: t.boolean({ resolve: (one) => one.providerId !== null }),
    namesModule: t.boolean({ resolve: (one) => one.moduleCode !== null }),
    namesCurrency: t.boolean({ resolve: (one) => one.currency !== null }),
    commissionBps: t.exposeInt("commissionBps"),
  }),
});

const amount = (key: "takenMinor" | "beforeMinor" | "afterMinor") => ({
  type: "Money" as const,
  resolve: (one: DryRunRow) => money(one[key], one.currency),
});

const Row = builder.objectRef<DryRunRow>("CommissionDryRunRow").implement({
  description: "A contract as if it were ordered anew on the rule's first day, and its latest statements.",
  fields: (t) => ({
    engagementId: t.exposeID("engagementId"),
    title: t.exposeString("title"),
    buyerName: t.exposeString("buyerName"),
    providerName: t.exposeString("providerName"),
    moduleCode: t.exposeString("moduleCode"),
    signedBps: t.exposeInt("signedBps"),
    ruleBefore: t.field({ type: Matched, nullable: true, resolve: (one) => one.ruleBefore }),
    ruleAfter: t.field({ type: Matched, nullable: true, resolve: (one) => one.ruleAfter }),
    beforeBps: t.exposeInt("beforeBps"),
    afterBps: t.exposeInt("afterBps"),
    changes: t.boolean({ resolve: changes }),
    months: t.exposeInt("months"),
    taken: t.field(amount("takenMinor")),
    before: t.field(amount("beforeMinor")),
    after: t.field(amount("afterMinor")),
  }),
});

const TryInput = builder.inputType("TryCommissionRuleInput", {
  fields: (t) => ({
    providerId: t.string(),
    moduleCode: t.string(),
    currency: t.string(),
    percent: t.string({ required: true }),
    startsOn: t.string({ required: true }),
    endsOn: t.string(),
    note: t.string({ required: true }),
  }),
});

type Trial = { rows: DryRunRow[]; refusal: DomainError | null };

const Fault = builder.objectRef<InputIssue>("CommissionRuleIssue").implement({
  fields: (t) => ({ field: t.exposeString("field"), message: t.exposeString("message") }),
});

const TrialType = builder.objectRef<Trial>("CommissionDryRun").implement({
  fields: (t) => ({
    rows: t.field({ type: [Row], resolve: (trial) => trial.rows }),
    refused: t.string({
      nullable: true,
      description: "Why the rule could not be saved as it is; there are no rows then.",
      resolve: (trial) => trial.refusal?.message ?? null,
    }),
    issues: t.field({
      type: [Fault],
      resolve: ({ refusal }) => (refusal instanceof InvalidInput ? [...refusal.issues] : []),
    }),
  }),
});

builder.queryField("commissionDryRun", (t) =>
  t.field({
    type: TrialType,
    description: "Tries a rule on the contracts there are. Saves nothing; no contract that exists changes.",
    authScopes: { may: "commission:read" },
    args: { rule: t.arg({ type: TryInput, required: true }) },
    resolve: async (_root, { rule }, context): Promise<Trial> => {
      try {
        return { rows: await commissionDryRun(context.read, context.signedIn(), rule), refusal: null };
      } catch (error) {
        if (error instanceof DomainError) return { rows: [], refusal: error };
        throw error;
      }
    },
  }),
);
