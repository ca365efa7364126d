import { may } from "../../domain/identity/permissions.ts";
import {
  NO_RULE_TAKES,
  RETENTION_HOLDS,
  RETENTION_KINDS,
  RETENTION_MOMENTS,
  type RetentionKind,
  type RetentionMoment,
  retentionKind,
} from "../../domain/records/retention-kinds.ts";
import { DomainError } from "../../domain/shared/domain-error.ts";
import { type InputIssue, InvalidInput } from "../../domain/shared/refusals.ts";
import {
  type HeldCount,
  heldCounts,
  nextRetentionRun,
  type RetentionFinding,
  type RetentionPartRow,
  type RetentionRuleRow,
  type RetentionRunRow,
  retentionDryRun,
  retentionRules,
  retentionRuns,
} from "../../server/records/retention.read.ts";
import { setRetentionRule, withdrawRetentionRule } from "../../server/records/retention-rules.ts";
import { builder } from "../builder.ts";

const titleOf = (kind: string) => retentionKind(kind)?.title ?? kind;
const momentWords = (moment: string) => RETENTION_MOMENTS[moment as RetentionMoment] ?? moment;

const Moment = builder.objectRef<RetentionMoment>("RetentionMoment").implement({
  fields: (t) => ({
    moment: t.string({ resolve: (one) => one }),
    words: t.string({ resolve: momentWords }),
  }),
});

const Kind = builder.objectRef<RetentionKind>("RetentionKind").implement({
  description: "A kind of record that rules are set for.",
  fields: (t) => ({
    kind: t.exposeString("kind"),
    recordClass: t.string({ resolve: (one) => one.recordClass }),
    title: t.exposeString("title"),
    goes: t.exposeString("goes", { description: "What is no longer there afterwards, and what stays." }),
    moments: t.field({ type: [Moment], resolve: (one) => [...one.moments] }),
    leastDays: t.exposeInt("leastDays"),
  }),
});

const Rule = builder.objectRef<RetentionRuleRow>("RetentionRule").implement({
  description: "How long records of a kind are kept; a rule ends the day before the next of its kind.",
  fields: (t) => ({
    ruleId: t.exposeID("id"),
    kind: t.exposeString("kind"),
    title: t.string({ resolve: (one) => titleOf(one.kind) }),
    recordClass: t.exposeString("recordClass"),
    days: t.exposeInt("days"),
    moment: t.exposeString("moment"),
    momentWords: t.string({ resolve: (one) => momentWords(one.moment) }),
    ground: t.exposeString("ground"),
    startsOn: t.exposeString("startsOn", { description: "YYYY-MM-DD, in UTC" }),
    endsOn: t.exposeString("endsOn", { nullable: true }),
    setByName: t.exposeString("setByName"),
    setAt: t.field({ type: "DateTime", resolve: (one) => one.setAt }),
    withdrawnByName: t.exposeString("withdrawnByName", { nullable: true }),
    withdrawnAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.withdrawnAt }),
    state: t.string({
      description: "in_force, to_come, over or withdrawn",
      resolve: (one) => one.state,
    }),
  }),
});

const Held = builder.objectRef<HeldCount>("RetentionHeld").implement({
  fields: (t) => ({
    because: t.exposeString("because"),
    words: t.string({ resolve: (one) => RETENTION_HOLDS[one.because] ?? one.because }),
    count: t.exposeInt("count"),
  }),
});

const Part = builder.objectRef<RetentionPartRow>("RetentionRunPart").implement({
  fields: (t) => ({
    kind: t.exposeString("kind"),
    title: t.string({ resolve: (one) => titleOf(one.kind) }),
    days: t.exposeInt("days"),
    before: t.field({ type: "DateTime", resolve: (one) => one.before }),
    looked: t.exposeInt("looked"),
    gone: t.exposeInt("gone"),
    held: t.field({ type: [Held], resolve: (one) => heldCounts(one.held) }),
    finishedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.finishedAt }),
  }),
});

const Run = builder.objectRef<RetentionRunRow>("RetentionRun").implement({
  description: "One night's run over every kind.",
  fields: (t) => ({
    runId: t.exposeID("id"),
    day: t.exposeString("day", { description: "YYYY-MM-DD, in UTC" }),
    startedAt: t.field({ type: "DateTime", resolve: (one) => one.startedAt }),
    finishedAt: t.field({ type: "DateTime", nullable: true, resolve: (one) => one.finishedAt }),
    parts: t.field({ type: [Part], resolve: (one) => one.parts }),
  }),
});

const Unruled = builder.objectRef<(typeof NO_RULE_TAKES)[number]>("NoRetentionRule").implement({
  fields: (t) => ({ what: t.exposeString("what"), why: t.exposeString("why") }),
});

const Retention = builder.objectRef<{ readonly all: true }>("Retention").implement({
  fields: (t) => ({
    mayChange: t.boolean({ resolve: (_all, _args, context) => may(context.viewer, "retention:set") }),
    kinds: t.field({ type: [Kind], resolve: () => [...RETENTION_KINDS] }),
    noRule: t.field({
      type: [Unruled],
      description: "What no rule takes, and why.",
      resolve: () => [...NO_RULE_TAKES],
    }),
    rules: t.field({
      type: [Rule],
      description: "Those in force, those to come, then those that are over or were withdrawn.",
      resolve: (_all, _args, context) => retentionRules(context.read, context.moment()),
    }),
    runs: t.field({
      type: [Run],
      description: "The last thirty, the newest first.",
      resolve: (_all, _args, context) => retentionRuns(context.read),
    }),
    nextRunAt: t.field({
      type: "DateTime",
      resolve: (_all, _args, context) => new Date(nextRetentionRun(context.moment()).epochMilliseconds),
    }),
  }),
});

const Finding = builder.objectRef<RetentionFinding>("RetentionFinding").implement({
  description: "What would go of a kind if a run began now, and what would stay.",
  fields: (t) => ({
    kind: t.exposeString("kind"),
    title: t.string({ resolve: (one) => titleOf(one.kind) }),
    days: t.exposeInt("days"),
    momentWords: t.string({ resolve: (one) => momentWords(one.moment) }),
    before: t.field({ type: "DateTime", resolve: (one) => one.before }),
    gone: t.exposeInt("gone"),
    held: t.field({ type: [Held], resolve: (one) => heldCounts(one.held) }),
  }),
});

type Trial = { findings: RetentionFinding[]; refusal: DomainError | null };
const Issue = builder.objectRef<InputIssue>("RetentionIssue").implement({
  fields: (t) => ({ field: t.exposeString("field"), message: t.exposeString("message") }),
});
const DryRun = builder.objectRef<Trial>("RetentionDryRun").implement({
  fields: (t) => ({
    findings: t.field({ type: [Finding], resolve: (trial) => trial.findings }),
    refused: t.string({
      nullable: true,
      description: "Why the rule could not be tried; there are no findings then.",
      resolve: (trial) => trial.refusal?.message ?? null,
    }),
    issues: t.field({
      type: [Issue],
      resolve: ({ refusal }) => (refusal instanceof InvalidInput ? [...refusal.issues] : []),
    }),
  }),
});
const TryInput = builder.inputType("TryRetentionRuleInput", {
  fields: (t) => ({
    kind: t.string({ required: true }),
    days: t.string({ required: true, description: "As typed: a whole number." }),
    moment: t.string({ required: true, description: "recorded, ended or contract_end" }),
  }),
});

builder.queryFields((t) => ({
  retention: t.field({
    type: Retention,
    authScopes: { may: "retention:read" },
    resolve: () => ({ all: true }) as const,
  }),
  retentionDryRun: t.field({
    type: DryRun,
    description: "Counts by every rule in force, or by one that is tried; changes nothing.",
    authScopes: { may: "retention:read" },
    args: { rule: t.arg({ type: TryInput }) },
    resolve: async (_root, { rule }, context): Promise<Trial> => {
      try {
        const p = { tried: rule ?? null, now: context.moment() };
        return { findings: await retentionDryRun(context.read, p), refusal: null };
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        return { findings: [], refusal: error };
      }
    },
  }),
}));

const Changed = builder.objectRef<{ id: string }>("RetentionChanged").implement({
  fields: (t) => ({ id: t.exposeID("id") }),
});
const SetInput = builder.inputType("SetRetentionRuleInput", {
  fields: (t) => ({
    kind: t.string({ required: true }),
    days: t.string({ required: true, description: "As typed: a whole number." }),
    moment: t.string({ required: true, description: "recorded, ended or contract_end" }),
    ground: t.string({ required: true, description: "The legal ground, in a sentence." }),
    startsOn: t.string({
      required: true,
      description: "YYYY-MM-DD in UTC: tomorrow at the earliest, in a week where records go earlier.",
    }),
    idempotencyKey: t.string(),
  }),
});
const WithdrawInput = builder.inputType("WithdrawRetentionRuleInput", {
  fields: (t) => ({ ruleId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationFields((t) => ({
  setRetentionRule: t.field({
    type: Changed,
    errors: {},
    authScopes: { may: "retention:set" },
    args: { input: t.arg({ type: SetInput, required: true }) },
    resolve: (_root, { input }, context) => {
      const { idempotencyKey, ...rule } = input;
      return setRetentionRule(context.caller(idempotencyKey), rule);
    },
  }),
  withdrawRetentionRule: t.field({
    type: Changed,
    description: "Takes back a rule that has not begun.",
    errors: {},
    authScopes: { may: "retention:set" },
    args: { input: t.arg({ type: WithdrawInput, required: true }) },
    resolve: (_root, { input }, context) =>
      withdrawRetentionRule(context.caller(input.idempotencyKey), { id: String(input.ruleId) }),
  }),
}));
