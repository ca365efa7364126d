import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commissionRuleInput } from "./commission-rule.input.ts";
import {
  type CommissionRule,
  CommissionRuleNotEnded,
  CommissionRuleOverlaps,
  endOf,
  matchingRule,
  refuseOverlap,
  weight,
} from "./commission-rule.ts";

const rule = (change: Partial<CommissionRule> = {}): CommissionRule => ({
  id: JSON.stringify(change),
  ...{ providerId: null, moduleCode: null, currency: null, commissionBps: 1000 },
  ...{ startsOn: "2026-01-01", endsOn: null, ...change },
});
const ask = { providerId: "p", moduleCode: "payroll", currency: "EUR", on: "2026-11-21" };

describe("the rule that matches", () => {
  const all = rule({ commissionBps: 1 });
  const currency = rule({ currency: "EUR", commissionBps: 2 });
  const module = rule({ moduleCode: "payroll", commissionBps: 3 });
  const moduleAndCurrency = rule({ moduleCode: "payroll", currency: "EUR", commissionBps: 4 });
  const provider = rule({ providerId: "p", commissionBps: 5 });
  const exact = rule({ providerId: "p", moduleCode: "payroll", currency: "EUR", commissionBps: 6 });
  const ladder = [all, currency, module, moduleAndCurrency, provider, exact];

  test("is the most specific, whatever the order they stand in", () => {
    for (let length = 1; length <= ladder.length; length++) {
      const some = ladder.slice(0, length);
      expect(matchingRule(some, ask)).toBe(some.at(-1));
      expect(matchingRule([...some].reverse(), ask)).toBe(some.at(-1));
    }
  });

  test.each([
    ["another provider's", { providerId: "q" }],
    ["another service's", { moduleCode: "eor" }],
    ["another currency's", { currency: "USD" }],
    ["one that begins tomorrow", { startsOn: "2026-11-22" }],
    ["one that ended yesterday", { endsOn: "2026-11-20" }],
  ])("is never %s", (_name, change) => {
    expect(matchingRule([rule(change)], ask)).toBeNull();
  });

  test("holds on its first and on its last day", () => {
    const oneDay = rule({ startsOn: ask.on, endsOn: ask.on });
    expect(matchingRule([oneDay], ask)).toBe(oneDay);
  });
});

const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-11-${String(n).padStart(2, "0")}`);
const drafts = fc.record({
  providerId: fc.constantFrom(null, "p", "q"),
  moduleCode: fc.constantFrom(null, "payroll"),
  currency: fc.constantFrom(null, "EUR"),
  ...{ startsOn: day, endsOn: fc.option(day), commissionBps: fc.nat({ max: 5000 }) },
});

test("rules that were let in never leave two of the same weight for one contract on one day", () => {
  fc.assert(
    fc.property(fc.array(drafts, { maxLength: 12 }), day, (offered, on) => {
      const kept: CommissionRule[] = [];
      for (const draft of offered.filter((one) => one.endsOn === null || one.startsOn <= one.endsOn))
        try {
          refuseOverlap(draft, kept);
          kept.push({ ...draft, id: String(kept.length) });
        } catch (error) {
          expect(error).toBeInstanceOf(CommissionRuleOverlaps);
        }
      const best = matchingRule(kept, { ...ask, on });
      const rivals = kept.filter(
        (one) => matchingRule([one], { ...ask, on }) && best && weight(one) >= weight(best),
      );
      expect(rivals).toEqual(best ? [best] : []);
      expect(matchingRule([...kept].reverse(), { ...ask, on })).toBe(best);
    }),
  );
});

describe("a rule ends", () => {
  const today = "2026-11-21";
  const running = { startsOn: "2026-01-01", endsOn: null, withdrawn: false };

  test("today or later, and one that has not begun is withdrawn", () => {
    expect(endOf(running, { lastDay: null, today })).toEqual({ endsOn: today });
    expect(endOf(running, { lastDay: "2026-12-31", today })).toEqual({ endsOn: "2026-12-31" });
    expect(endOf({ ...running, startsOn: "2027-01-01" }, { lastDay: null, today })).toEqual({
      withdrawn: true,
    });
  });

  test.each([
    ["in the past", running, "2026-11-20"],
    ["before it begins", { ...running, startsOn: "2027-01-01" }, "2026-12-31"],
    ["when it was withdrawn", { ...running, withdrawn: true }, null],
    ["twice", { ...running, endsOn: "2026-11-01" }, null],
    ["later than it was said to", { ...running, endsOn: "2026-12-01" }, "2026-12-31"],
  ])("never %s", (_name, one, lastDay) => {
    expect(() => endOf(one, { lastDay, today })).toThrow(CommissionRuleNotEnded);
  });
});

describe("a typed rule", () => {
  const typed = { percent: "12.5 %", startsOn: "2026-12-01", note: "Launch", currency: "", moduleCode: "" };

  test("reads empty fields as any and the percentage exactly", () => {
    expect(commissionRuleInput.parse({ ...typed, providerId: "", endsOn: "" })).toEqual({
      ...{ providerId: null, moduleCode: null, currency: null, commissionBps: 1250 },
      ...{ startsOn: "2026-12-01", endsOn: null, note: "Launch" },
    });
  });

  test.each([
    ["percent", { percent: "50.01" }],
    ["percent", { percent: "-1" }],
    ["percent", { percent: "7.005" }],
    ["percent", { percent: "ten" }],
    ["moduleCode", { moduleCode: "wizardry" }],
    ["currency", { currency: "XYZ" }],
    ["providerId", { providerId: "me" }],
    ["startsOn", { startsOn: "2026-02-30" }],
    ["endsOn", { endsOn: "2026-11-30" }],
    ["note", { note: " " }],
  ])("names %s where it does not fit: %j", (field, change) => {
    const { error } = commissionRuleInput.safeParse({ ...typed, ...change });
    expect(error?.issues.map((issue) => issue.path.join("."))).toEqual([field]);
  });
});
