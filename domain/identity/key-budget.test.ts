import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learn, newBudget, rateLimitHeaders, spend } from "./key-budget.ts";

const MINUTE = 60_000;

describe("a key's budget", () => {
  test("lets as many through as it has, and then tells when to come back", () => {
    const budget = newBudget();
    const answers = [0, 1, 2, 3].map(() => spend(budget, 3, 10 * MINUTE + 15_000));
    expect(answers.map((one) => one.allowed)).toEqual([true, true, true, false]);
    expect(answers.map((one) => one.remaining)).toEqual([2, 1, 0, 0]);
    expect(answers[3]?.resetSeconds).toBe(45);
  });

  test("is whole again in the next minute, also after many were refused", () => {
    const budget = newBudget();
    for (let n = 0; n < 50; n += 1) spend(budget, 2, 0);
    expect(spend(budget, 2, MINUTE)).toMatchObject({ allowed: true, remaining: 1, resetSeconds: 60 });
  });

  test("marks the first refusal of a minute and no other", () => {
    const budget = newBudget();
    const marks = [0, 1, 2].map(() => spend(budget, 1, 5).isFirstRefusal);
    expect(marks).toEqual([false, true, false]);
    spend(budget, 1, MINUTE);
    expect(spend(budget, 1, MINUTE).isFirstRefusal).toBe(true);
  });

  test("counts what other processes let through once it knows of it", () => {
    const budget = newBudget();
    for (let n = 0; n < 3; n += 1) spend(budget, 10, 0);
    learn(budget, { minute: 0, told: 3, all: 9 });
    expect(spend(budget, 10, 0)).toMatchObject({ allowed: true, remaining: 0 });
    expect(spend(budget, 10, 0).allowed).toBe(false);
  });

  test("learns nothing about a minute that is over", () => {
    const budget = newBudget();
    spend(budget, 10, MINUTE);
    learn(budget, { minute: 0, told: 5, all: 10 });
    expect(spend(budget, 10, MINUTE).remaining).toBe(8);
  });

  test("lets through exactly the budget in each minute, however the requests fall", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.integer({ min: 0, max: 5 * MINUTE }), { maxLength: 200 }),
        (limit, moments) => {
          const budget = newBudget();
          const passed = new Map<number, number>();
          const asked = new Map<number, number>();
          for (const at of moments.toSorted((left, right) => left - right)) {
            const minute = Math.floor(at / MINUTE);
            asked.set(minute, (asked.get(minute) ?? 0) + 1);
            if (spend(budget, limit, at).allowed) passed.set(minute, (passed.get(minute) ?? 0) + 1);
          }
          for (const [minute, n] of asked) expect(passed.get(minute) ?? 0).toBe(Math.min(n, limit));
        },
      ),
    );
  });

  test("is told in the fields of the IETF's draft", () => {
    const spent = spend(newBudget(), 600, 30_500);
    expect(rateLimitHeaders(spent)).toEqual([
      ["RateLimit-Policy", '"key";q=600;w=60'],
      ["RateLimit", '"key";r=599;t=30'],
    ]);
  });
});
