import { builder } from "../builder.ts";

const Span = builder.inputType("HoursSpanInput", {
  fields: (t) => ({ from: t.string({ required: true }), to: t.string({ required: true }) }),
});

const DayHours = builder.inputType("DayHoursInput", {
  fields: (t) => ({
    day: t.string({ required: true, description: "mon, tue, wed, thu, fri, sat or sun" }),
    spans: t.field({ type: [Span], required: true }),
  }),
});

const Site = builder.inputType("SiteInput", {
  fields: (t) => ({
    id: t.string({ required: true, description: "Empty for a new site." }),
    name: t.string({ required: true }),
    zone: t.string({ required: true }),
    aroundTheClock: t.boolean({ required: true }),
    hours: t.field({ type: [DayHours], required: true }),
    holidays: t.stringList({ required: true, description: "2026-12-25, or 2026-12-25 Christmas Day." }),
  }),
});

const Outcome = builder.inputType("OutcomeInput", {
  fields: (t) => ({
    id: t.string({ required: true, description: "Empty for a new outcome." }),
    text: t.string({ required: true }),
    acceptance: t.string({ required: true }),
  }),
});

const Minutes = builder.inputType("PriorityMinutesInput", {
  fields: (t) => ({ priority: t.string({ required: true }), minutes: t.string({ required: true }) }),
});

const Rules = builder.inputType("ClockRulesInput", {
  description:
    "When a clock starts, pauses, runs on, stops, begins anew and is cancelled: conditions such as " +
    "`waiting on is buyer and not (tag is urgent)`. All empty: the clock follows the events of the work.",
  fields: (t) => ({
    start: t.string({ required: true }),
    pause: t.string({ required: true }),
    resume: t.string({ required: true, description: "Empty: as soon as the pause no longer holds." }),
    stop: t.string({ required: true }),
    reset: t.string({ required: true }),
    cancel: t.string({ required: true }),
    startFrom: t.string({ required: true, description: "Empty, opening or stated." }),
    pauseFrom: t.string({ required: true, description: "Empty or stated." }),
    reopen: t.string({ required: true, description: "Empty, continue, new_cycle or stays_stopped." }),
    cancelWhenStartEnds: t.boolean({ required: true }),
  }),
});

const Figure = builder.inputType("FigureRulesInput", {
  description: "By which rules a level's figure is made.",
  fields: (t) => ({
    name: t.string({ required: true }),
    window: t.string({ required: true, description: "month, quarter or rolling_3_months." }),
    decimals: t.string({ required: true }),
    rounding: t.string({ required: true, description: "half_away, half_even, down or up." }),
    minimumSample: t.string({ required: true }),
    smallSample: t.string({ required: true, description: "excused, max_misses or roll_up." }),
    maxMisses: t.string({ required: true, description: "Of max_misses; more of them are a miss." }),
    failAbove: t.string({ required: true, description: "Of max_misses; more of them are a failure." }),
    dataSource: t.string({
      required: true,
      description:
        "portal_event, connector, import, attested_by_provider, client_survey, or not_agreed: the level " +
        "then carries no weight.",
    }),
    correctedBy: t.string({ required: true, description: "provider, buyer, either or account_manager." }),
    disputeDays: t.string({ required: true, description: "Empty: none; the level carries no weight." }),
    exclusions: t.stringList({
      description: "client_caused, late_input, third_party_of_client, …; empty: none; left out: as before.",
    }),
    thresholdSeconds: t.string({ description: "Of a contact centre; left out: as before." }),
    abandoned: t.string({
      description: "ignore_within, count_as_miss or count_as_hit; left out: as before.",
    }),
  }),
});

const Plan = builder.inputType("SamplePlanInput", {
  description: "How a sampled level is drawn and scored, as people type it.",
  fields: (t) => ({
    use: t.string({ required: true, description: "drawn, checked (no draw) or not_agreed." }),
    population: t.string({ required: true, description: "finished, recorded or formula." }),
    halfWidth: t.string({ required: true, description: "Wanted precision in points of per cent." }),
    confidence: t.string({ required: true, description: "90, 95 or 99." }),
    expectedRate: t.string({ required: true, description: "Per cent expected wrong." }),
    minimum: t.string({ required: true }),
    maximum: t.string({ required: true }),
    unit: t.string({ required: true, description: "item, line or field." }),
    unitsPerItem: t.string({ required: true }),
    drawnBy: t.string({ required: true, description: "either, buyer or provider." }),
    scoredBy: t.string({ required: true, description: "buyer or provider." }),
    secondShare: t.string({ required: true, description: "Per cent that the other side scores blind." }),
    disagreement: t.string({ required: true, description: "account_manager or more_errors." }),
  }),
});

const Level = builder.inputType("ServiceLevelTermsInput", {
  fields: (t) => ({
    id: t.string({ required: true, description: "Empty for a new level." }),
    metric: t.string({
      description: "Of a new level: a metric of the service. Empty figures are then the catalogue's.",
    }),
    target: t.string({ required: true }),
    minimum: t.string({ required: true }),
    hours: t.string({
      description: "contract, around_the_clock, site, or site:<id>; left out: as before.",
    }),
    weight: t.string({ required: true, description: "Per cent of the pool; all weights make up 100." }),
    minutes: t.field({ type: [Minutes], required: true }),
    figure: t.field({
      type: Figure,
      description: "Left out: as before, or the catalogue's for a new level.",
    }),
    plan: t.field({ type: Plan, description: "Of a sampled level. Left out: as before." }),
    clockName: t.string({ description: "Left out: the clock keeps its name." }),
    rules: t.field({ type: Rules, description: "Left out: the clock keeps its conditions." }),
  }),
});

const Breaches = builder.inputType("BreachTermsInput", {
  description: "Of months below target or minimum, as text. A field left empty: the marketplace's rule.",
  fields: (t) => ({
    causeDays: t.string({
      required: true,
      description: "Days to state the root cause and an action, 1 to 60.",
    }),
    answerDays: t.string({
      required: true,
      description: "Days for the buyer to answer the plan, 1 to 60.",
    }),
    repeatTimes: t.string({ required: true, description: "Missed so often is repeated, 2 to 12." }),
    repeatMonths: t.string({ required: true, description: "Within so many months, 2 to 24." }),
  }),
});

export const TermsInput = builder.inputType("TermsInput", {
  description:
    "Terms as a person types them. Figures are text: an amount is 1,200.50 in the contract's " +
    "currency, a share is " +
    "a number of per cent, a date is 2026-12-01.",
  fields: (t) => ({
    title: t.string({ required: true }),
    summary: t.string({ required: true }),
    startsOn: t.string({
      required: true,
      description: "May lie in the past: work from that day then counts.",
    }),
    termMonths: t.string({ required: true }),
    noticeDays: t.string({ required: true }),
    paymentTermsDays: t.string({ required: true }),
    monthlyFee: t.string({ required: true }),
    pool: t.string({ required: true }),
    zone: t.string({ required: true }),
    aroundTheClock: t.boolean({ required: true }),
    hours: t.field({ type: [DayHours], required: true }),
    holidays: t.stringList({ required: true }),
    sites: t.field({
      type: [Site],
      description: "Places with hours of their own. Left out: as before; empty: none.",
    }),
    reopenPolicy: t.string({ required: true, description: "continue or new_cycle" }),
    reopenWindowDays: t.string({ required: true }),
    contestDays: t.string({ description: "Days to contest a month and to answer, 1 to 30; empty: 5." }),
    breaches: t.field({ type: Breaches, description: "Left out: as before." }),
    outcomes: t.field({ type: [Outcome], required: true }),
    serviceLevels: t.field({ type: [Level], required: true }),
  }),
});
