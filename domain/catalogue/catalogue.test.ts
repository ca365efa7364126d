import { describe, expect, test } from "vitest";
import {
  allModules,
  metricById,
  moduleByCode,
  requiredAttestations,
  serviceModule,
  workItemTypeById,
} from "./catalogue.ts";
import { fieldsOfMeasure } from "./formula-words.ts";
import { levelFromMetric } from "./level-from-metric.ts";
import { missingForPrice } from "./priceable-level.ts";
import { serviceLevelSchema } from "./service-level.ts";
import { MODULE_CODES, type ModuleCode } from "./service-module.ts";

const IN_DEPTH = ["bookkeeping", "it_support", "payroll", "employer_of_record"];

describe("the catalogue", () => {
  test("has every module once, in order", () => {
    expect(allModules.map((module) => module.code)).toEqual([...MODULE_CODES]);
    for (const code of MODULE_CODES) expect(moduleByCode(code)).toBe(serviceModule(code));
  });

  test.each(["", "IT_SUPPORT", "toString", "plumbing"])('finds nothing under "%s"', (code) => {
    expect(moduleByCode(code)).toBeUndefined();
  });
});

describe.each(allModules.map((module) => [module.code, module] as const))("%s", (code, module) => {
  test("has ids that differ", () => {
    for (const list of [module.metrics, module.workItemTypes, module.defaultLevels]) {
      const ids = list.map((one) => one.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    for (const type of module.workItemTypes) {
      const ids = type.fields.map((one) => one.id);
      expect(new Set(ids).size, type.id).toBe(ids.length);
    }
  });

  test("has at least three metrics, each complete: words, data, source, exclusions, dispute window", () => {
    expect(module.metrics.length).toBeGreaterThanOrEqual(IN_DEPTH.includes(code) ? 5 : 3);
    for (const metric of module.metrics) {
      expect(metric.formula.numerator.length, metric.id).toBeGreaterThan(3);
      expect(metric.formula.denominator.length, metric.id).toBeGreaterThan(3);
      expect(metric.source.label.length, metric.id).toBeGreaterThan(3);
      expect(metric.guard, metric.id).toMatch(/\.$/);
      expect(metric.disputeDays, metric.id).toBeGreaterThan(0);
      expect(metric.exclusions.length, metric.id).toBeGreaterThan(0);
      expect(metric.samplePlan === null, metric.id).toBe(metric.kind !== "sample");
      if (metric.source.vendorClaim) expect(metric.source.site, metric.id).not.toBeNull();
    }
  });

  test("computes every metric from fields that its kinds of work have, and can price it", () => {
    for (const metric of module.metrics) {
      expect(metric.workItemTypes.length, metric.id).toBeGreaterThan(0);
      for (const type of metric.workItemTypes)
        expect(workItemTypeById(module, type), `${metric.id} ${type}`).toBeDefined();
      const known = new Set(
        metric.workItemTypes.flatMap((type) =>
          (workItemTypeById(module, type)?.fields ?? []).map((field) => field.id),
        ),
      );
      for (const field of fieldsOfMeasure(metric.measure))
        expect(known.has(field), `${metric.id} asks for ${field}`).toBe(true);
      const level = levelFromMetric({ metric, id: metric.id, currency: "USD" });
      expect(missingForPrice({ ...level, weightBps: 1 }, metric), metric.id).toEqual([]);
      expect(serviceLevelSchema.safeParse(level).error, metric.id).toBeUndefined();
    }
  });

  test("has usual targets that are no worse than their minimum", () => {
    for (const { id, usualTarget, usualMinimum, direction } of module.metrics) {
      expect(usualTarget === null, id).toBe(usualMinimum === null);
      if (usualTarget === null || usualMinimum === null) continue;
      const gap = Number(usualTarget) - Number(usualMinimum);
      expect(direction === "higher" ? gap : -gap, id).toBeGreaterThanOrEqual(0);
    }
  });

  test("starts an order with levels whose weights make up the whole pool", () => {
    expect(module.defaultLevels.reduce((sum, level) => sum + level.weightBps, 0)).toBe(10_000);
    expect(module.defaultLevels.length).toBeGreaterThanOrEqual(IN_DEPTH.includes(code) ? 3 : 2);
  });

  test("measures every level by one of its metrics on one of its kinds of work", () => {
    for (const level of module.defaultLevels) {
      const metric = metricById(module, level.metric);
      expect(metric, level.id).toBeDefined();
      if (level.kind === "ratio") expect(metric?.direction, level.id).toBe(level.direction);
      expect(missingForPrice(level, metric), level.id).toEqual([]);
      for (const type of level.workItemTypes) expect(workItemTypeById(module, type), type).toBeDefined();
    }
  });

  test("has a checklist with steps for both sides", () => {
    const parties = new Set(module.onboarding.filter((one) => one.required).map((one) => one.party));
    expect(parties).toEqual(new Set(["buyer", "provider"]));
    const titles = module.onboarding.map((one) => one.title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("requires at least one attestation and says why", () => {
    expect(requiredAttestations(module).length).toBeGreaterThan(0);
    for (const need of module.attestations) expect(need.because).toMatch(/\.$/);
  });
});

test("IT support promises business hours by priority", () => {
  const resolve = serviceModule("it_support").defaultLevels.find((level) => level.id === "resolve");
  expect(resolve?.clock).toEqual({
    name: "resolve",
    targetMinutesByPriority: { P1: 240, P2: 480, P3: 960, P4: 2400 },
    calendar: "contract",
  });
});

/** What docs of the field list for each service; each must be measurable here. */
const LISTED: Partial<Record<ModuleCode, readonly string[]>> = {
  bookkeeping: [
    "close_on_time",
    "close_duration",
    "reconciliation_coverage",
    "first_pass_match_rate",
    "posting_accuracy",
    "ap_cycle_time",
    "cost_per_invoice",
    "question_turnaround",
    "uncoded_ageing",
  ],
  it_support: [
    "mean_time_to_acknowledge",
    "mean_time_to_resolve",
    "resolve",
    "acknowledge",
    "restore",
    "first_contact_resolution",
    "reopen_rate",
    "satisfaction",
    "response_rate",
    "cost_per_contact",
    "backlog_age_7",
    "backlog_age",
    "backlog_age_30",
    "speed_of_answer",
    "answered_in_30_seconds",
    "abandonment",
    "utilisation",
    "agent_tenure",
    "patch_compliance",
    "backup_success",
    "edr_coverage",
    "availability",
  ],
  payroll: [
    "processing_accuracy",
    "payslip_accuracy",
    "on_time_pay",
    "first_time_approval",
    "data_input_issues",
    "issues_per_thousand",
    "calendar_length",
    "supplemental_impact",
    "output_after_cut_off",
    "payslips_delivered",
    "corrections_same_day",
    "joiner_leaver_turnaround",
    "filings_on_time",
  ],
  employer_of_record: [
    "days_to_onboard",
    "days_to_onboard_p90",
    "start_date_met",
    "contract_turnaround",
    "contract_compliance",
    "visa_filing",
    "visa_decision",
    "payslip_accuracy",
    "on_time_pay",
    "issues_per_thousand",
    "cost_estimate_variance",
    "offboarding_compliance",
  ],
  human_resources: [
    "cost_per_hire",
    "recruiting_cost_ratio",
    "days_to_present",
    "time_to_fill",
    "time_to_hire",
    "retention_90_days",
    "case_first_response",
  ],
  customer_support: [
    "service_level",
    "speed_of_answer",
    "abandonment",
    "handle_time",
    "first_contact_resolution",
    "quality_score",
    "satisfaction",
    "occupancy",
    "shrinkage",
  ],
  healthcare_support: [
    "clean_claims",
    "denial_rate",
    "days_in_receivables",
    "receivables_over_90",
    "cost_to_collect",
    "insurance_verification",
    "authorisation_rate",
  ],
  remote_staffing: [
    "days_to_shortlist",
    "days_to_fill",
    "replacement_on_time",
    "productive_hours",
    "attrition",
    "ramp_time",
    "quality_score",
  ],
  procurement: ["order_days", "electronic_approval", "orders_per_person", "procurement_cost", "savings"],
  document_work: ["field_accuracy", "character_accuracy", "batch_turnaround", "rework"],
  underwriting_support: ["scrub_time", "missed_positions", "revenue_variance", "conditions_complete"],
};

test.each(Object.entries(LISTED))("%s has every metric that the field lists", (code, ids) => {
  const known = serviceModule(code as ModuleCode).metrics.map((metric) => metric.id);
  expect(known).toEqual(expect.arrayContaining([...ids]));
});

test("every kind of metric and every way to measure stands in the catalogue", () => {
  const metrics = allModules.flatMap((module) => module.metrics);
  expect(new Set(metrics.map((metric) => metric.kind))).toEqual(
    new Set(["continuous", "event", "sample", "count", "money"]),
  );
  expect(new Set(metrics.map((metric) => metric.measure.by))).toEqual(
    new Set(["clock", "ratio", "duration", "count", "uptime", "sum", "call_centre"]),
  );
});

test.each<[ModuleCode, string[]]>([
  ["payroll", ["employees_paid_on_time", "filings_by_due_date"]],
  ["employer_of_record", ["starts_on_agreed_date", "filings_by_due_date"]],
])("%s prices work with a date by the date, and a clock beside it warns for nothing", (code, dated) => {
  const module = serviceModule(code);
  const isDated = (id: string) => {
    const measure = metricById(module, id)?.measure;
    return measure?.by === "ratio" && typeof measure.of === "object";
  };
  const levels = module.defaultLevels;
  expect(levels.filter(({ metric }) => isDated(metric)).map(({ id }) => id)).toEqual(dated);
  for (const { metric, weightBps } of levels.filter((one) => isDated(one.metric))) {
    expect(weightBps).toBeGreaterThan(0);
    expect(metricById(module, metric)?.correctedBy, "who moves the date").toBe("buyer");
    const types = metricById(module, metric)?.workItemTypes;
    const clocks = levels.filter((one) => one.clock && types?.includes(one.workItemTypes[0] ?? ""));
    expect(clocks.map((one) => one.weightBps)).toEqual([0]);
  }
});
