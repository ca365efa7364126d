import { describe, expect, test } from "vitest";
import {
  allModules,
  metricById,
  moduleByCode,
  requiredAttestations,
  serviceModule,
  workItemTypeById,
} from "./catalogue.ts";
import { MODULE_CODES } from "./service-module.ts";

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

  test("has at least three metrics, each with a formula in words and a source", () => {
    expect(module.metrics.length).toBeGreaterThanOrEqual(IN_DEPTH.includes(code) ? 5 : 3);
    for (const metric of module.metrics) {
      expect(metric.formula.numerator.length, metric.id).toBeGreaterThan(3);
      expect(metric.formula.denominator.length, metric.id).toBeGreaterThan(3);
      expect(metric.source.label.length, metric.id).toBeGreaterThan(3);
      if (metric.source.vendorClaim) expect(metric.source.site, metric.id).not.toBeNull();
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
      if (level.kind === "ratio") {
        expect(metric?.ratio, level.id).toBeDefined();
        expect(metric?.direction, level.id).toBe(level.direction);
      }
      for (const type of level.workItemTypes) expect(workItemTypeById(module, type), type).toBeDefined();
    }
  });

  test("counts shares by fields that its kinds of work have", () => {
    for (const level of module.defaultLevels) {
      const rule = metricById(module, level.metric)?.ratio;
      if (!rule || rule.kind === "had_event") continue;
      for (const type of level.workItemTypes) {
        const fields = workItemTypeById(module, type)?.fields ?? [];
        expect(fields.find((field) => field.id === rule.answer)?.kind, type).toBe("yes_no");
        if (rule.kind === "no_own_fault" && rule.cause !== null)
          expect(fields.find((field) => field.id === rule.cause)?.choices, type).toContain("provider");
      }
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
