import type { PastMonth } from "../../domain/contracts/baseline.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { findStatementOfWork } from "../../server/contracts/statement-of-work.read.ts";
import { type PriceHistory, priceHistory } from "../../server/service-levels/price-history.ts";
import { proposePrices } from "../../server/service-levels/propose-prices.ts";
import { builder } from "../builder.ts";
import { OrderDraftType } from "../contracts/statement-of-work.queries.ts";
import { StatementOfWorkType } from "../contracts/statement-of-work.ts";

const Band = builder.inputType("PointBandInput", {
  fields: (t) => ({
    atLeast: t.string({ required: true, description: "Empty for everything below the other bands." }),
    points: t.string({ required: true }),
  }),
});

const LevelBands = builder.inputType("LevelBandsInput", {
  fields: (t) => ({
    levelId: t.string({ required: true }),
    rows: t.field({ type: [Band], required: true }),
  }),
});

const OutcomePrice = builder.inputType("OutcomePriceInput", {
  description: "Of a bonus and malus the first figures, of a gain share the last; the others are empty.",
  fields: (t) => ({
    id: t.string({ required: true, description: "Empty for a new price." }),
    kind: t.string({ required: true, description: "bonus_malus or gain_share" }),
    levelId: t.string({ required: true }),
    reference: t.string({ required: true }),
    step: t.string({ required: true }),
    perStep: t.string({ required: true }),
    deadband: t.string({ required: true }),
    maxMalus: t.string({ required: true }),
    maxBonus: t.string({ required: true }),
    baselineFrom: t.string({
      required: true,
      description: "keep the frozen one; typed, with a note; or months: the mean of the last frozen ones",
    }),
    baseline: t.string({ required: true }),
    baselineNote: t.string({ required: true }),
    baselineMonths: t.string({ required: true }),
    unitValue: t.string({ required: true }),
    share: t.string({ required: true }),
    floor: t.string({ required: true }),
    cap: t.string({ required: true }),
  }),
});

const Trigger = builder.inputType("TerminationTriggerInput", {
  fields: (t) => ({
    kind: t.string({
      required: true,
      description: "consecutive_misses, failures_within, critical_failure or credits_above",
    }),
    levelId: t.string({ required: true }),
    months: t.string({ required: true }),
    failures: t.string({ required: true }),
    share: t.string({ required: true }),
  }),
});

export const PricesInput = builder.inputType("PricesInput", {
  description:
    "The prices of a contract as a person types them: amounts in its currency, shares in per cent. A part " +
    "whose figures are empty is not agreed.",
  fields: (t) => ({
    scheme: t.string({ required: true, description: "at_risk_pool or service_points" }),
    pool: t.string({ required: true }),
    pointValue: t.string({ required: true }),
    pointCap: t.string({ required: true }),
    bands: t.field({ type: [LevelBands], required: true }),
    prices: t.field({ type: [OutcomePrice], required: true }),
    maxReduction: t.string({ required: true }),
    maxIncrease: t.string({ required: true }),
    earnBackLevels: t.stringList({ required: true }),
    earnBackMonths: t.string({ required: true }),
    earnBackWait: t.string({ required: true }),
    ratchetMonths: t.string({ required: true }),
    ratchetShare: t.string({ required: true }),
    criticalLevels: t.stringList({ required: true }),
    termination: t.field({ type: [Trigger], required: true }),
    creditsBorneBy: t.string({ required: true, description: "shared or provider" }),
  }),
});

const ProposePricesInput = builder.inputType("ProposePricesInput", {
  fields: (t) => ({
    statementOfWorkId: t.id({ required: true }),
    baseVersion: t.int({ required: true, description: "The version that was changed." }),
    note: t.string({ description: "Why, for the other side." }),
    prices: t.field({ type: PricesInput, required: true }),
    idempotencyKey: t.string(),
  }),
});

builder.mutationField("proposePrices", (t) =>
  t.field({
    type: StatementOfWorkType,
    description: "Writes a new version in which only the prices differ.",
    errors: {},
    authScopes: { may: "contract:edit" },
    args: { input: t.arg({ type: ProposePricesInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, statementOfWorkId, note, ...rest } = input;
      const { id } = await proposePrices(context.caller(idempotencyKey), {
        ...rest,
        statementOfWorkId: String(statementOfWorkId),
        note: note ?? "",
      });
      const sow = await findStatementOfWork(context.read, context.signedIn(), id);
      if (!sow) throw new NotFound("contract");
      return sow;
    },
  }),
);

const PastLevel = builder.objectRef<PastMonth["levels"][number]>("PastLevel").implement({
  fields: (t) => ({
    id: t.exposeString("id"),
    measured: t.exposeString("measured", { nullable: true }),
    excused: t.exposeBoolean("excused"),
    against: t.field({
      type: "JSON",
      nullable: true,
      description: "The count that decided in place of the percentage: target, minimum, measured.",
      resolve: (level) => level.against ?? null,
    }),
  }),
});

export const PastMonthType = builder.objectRef<PastMonth>("PastMonth").implement({
  description: "A month that prices are tried on.",
  fields: (t) => ({
    period: t.exposeString("period", { description: "YYYY-MM" }),
    frozen: t.exposeBoolean("frozen"),
    levels: t.field({ type: [PastLevel], resolve: (month) => [...month.levels] }),
  }),
});

const History = builder.objectRef<PriceHistory>("PriceHistory").implement({
  fields: (t) => ({
    source: t.string({
      description: "contract; provider, its other clients together; or none",
      resolve: (one) => one.source,
    }),
    months: t.field({ type: [PastMonthType], resolve: (one) => one.months }),
  }),
});

builder.objectField(StatementOfWorkType, "priceHistory", (t) =>
  t.field({
    type: History,
    description: "What the contract's prices can be tried on: its own months, else its provider's.",
    complexity: 60,
    resolve: (sow, _args, context) =>
      priceHistory(context.read, { viewer: context.signedIn(), now: context.clock.now(), sow }),
  }),
);

builder.objectField(OrderDraftType, "priceHistory", (t) =>
  t.field({
    type: History,
    resolve: (draft, _args, context) =>
      priceHistory(context.read, {
        viewer: context.signedIn(),
        now: context.clock.now(),
        sow: { engagementId: null, listingId: draft.listingId },
      }),
  }),
);
