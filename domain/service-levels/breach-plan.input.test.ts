import { describe, expect, test } from "vitest";
import { InvalidInput } from "../shared/refusals.ts";
import type { BreachFigure } from "./breach.ts";
import {
  answerPlanSchema,
  finishSchema,
  type Plan,
  planSchema,
  refuseUnfitPlan,
  rulingSchema,
} from "./breach-plan.input.ts";

const plan: Plan = {
  ...{ breachId: "b1", category: "capacity", cause: "Two people were ill.", explainedItemIds: ["w1"] },
  ...{ action: "A third person is trained.", ownerId: "p1", dueOn: "2026-11-20" },
  ...{ promisedFigure: "97", promisedMonth: "2026-12" },
};
const figure: BreachFigure = {
  ...{ measured: "92.5", n: 40, misses: 3, target: "95", minimum: "90", direction: "higher", unit: "%" },
};
const issuesOf = (change: Partial<Plan>, breach: Partial<BreachFigure> = {}) => {
  try {
    refuseUnfitPlan({ ...plan, ...change }, { figure: { ...figure, ...breach }, today: "2026-11-10" });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.issues.map(({ field, message }) => `${field}: ${message}`);
  }
};
const LATER = "promisedMonth: The effect shows in a month after the one the action is due in.";
const SOONER = "promisedMonth: Promise the effect within 12 months.";

describe("a plan fits its breach", () => {
  test.each<[string, Partial<Plan>, Partial<BreachFigure>, string[]]>([
    ["as it is", {}, {}, []],
    ["due today", { dueOn: "2026-11-10" }, {}, []],
    ["due yesterday", { dueOn: "2026-11-09" }, {}, ["dueOn: The due date has passed."]],
    ["with its effect in the month it is due in", { promisedMonth: "2026-11" }, {}, [LATER]],
    ["with its effect before", { promisedMonth: "2026-10" }, {}, [LATER]],
    ["with its effect in a year", { promisedMonth: "2027-11" }, {}, []],
    ["with its effect later than in a year", { promisedMonth: "2027-12" }, {}, [SOONER]],
    ["that promises all", { promisedFigure: "100" }, {}, []],
    [
      "that promises more than all",
      { promisedFigure: "100.1" },
      {},
      ["promisedFigure: A share is at most 100 %."],
    ],
    ["of hours above a hundred", { promisedFigure: "120" }, { unit: "hours" }, []],
    [
      "no better than the breach",
      { promisedFigure: "92.5" },
      {},
      ["promisedFigure: Promise more than the 92.5 % of the breach."],
    ],
    [
      "worse than the breach",
      { promisedFigure: "91" },
      {},
      ["promisedFigure: Promise more than the 92.5 % of the breach."],
    ],
    ["where nothing was measured", { promisedFigure: "1" }, { measured: null }, []],
    [
      "lower where lower is better",
      { promisedFigure: "3" },
      { direction: "lower", measured: "5", unit: "hours" },
      [],
    ],
    [
      "higher where lower is better",
      { promisedFigure: "6" },
      { direction: "lower", measured: "5", unit: "hours" },
      ["promisedFigure: Promise more than the 5 hours of the breach."],
    ],
  ])("%s", (_name, change, breach, issues) => {
    expect(issuesOf(change, breach)).toEqual(issues);
  });

  test("with every fault named at its field", () => {
    const all = { dueOn: "2026-11-01", promisedMonth: "2026-11", promisedFigure: "101" };
    expect(issuesOf(all)).toHaveLength(3);
  });
});

describe("the form of a plan", () => {
  const messages = (change: Record<string, unknown>) =>
    planSchema.safeParse({ ...plan, ...change }).error?.issues.map((one) => one.message) ?? [];
  const FIGURE = "Write a figure such as 96.5.";
  const LONG = "Keep this within 2,000 characters.";

  test.each<[string, Record<string, unknown>, string[]]>([
    ["as it is", {}, []],
    ["an unknown category", { category: "luck" }, ["Choose what kind of cause it was."]],
    ["no cause", { cause: "  " }, ["Say what caused it, so that the buyer can follow."]],
    ["a cause that is no text", { cause: 7 }, ["Say what caused it, so that the buyer can follow."]],
    ["a cause of 2,000 characters", { cause: "x".repeat(2000) }, []],
    ["a longer one", { cause: "x".repeat(2001) }, [LONG]],
    ["no action", { action: "" }, ["Say what is done so that it does not happen again."]],
    ["nothing explained", { explainedItemIds: [] }, ["Choose the missed items that this explains."]],
    ["nobody", { ownerId: "" }, ["Choose who sees to it."]],
    ["a day that is none", { dueOn: "2026-02-30" }, ["Write a day such as 2026-12-01."]],
    ["a figure with spaces around it", { promisedFigure: " 96.5 " }, []],
    ["a figure that is none", { promisedFigure: "many" }, [FIGURE]],
    ["a figure below 0", { promisedFigure: "-1" }, [FIGURE]],
    ["a figure of 20 characters", { promisedFigure: `1.${"0".repeat(18)}` }, []],
    ["a longer figure", { promisedFigure: `1.${"0".repeat(19)}` }, [FIGURE]],
    ["a month that is none", { promisedMonth: "2026-13" }, ["Write a month such as 2026-12."]],
    ["a month of another age", { promisedMonth: "1826-12" }, ["Write a month such as 2026-12."]],
    ["a month and more", { promisedMonth: "2026-12-01" }, ["Write a month such as 2026-12."]],
  ])("%s", (_name, change, expected) => {
    expect(messages(change)).toEqual(expected);
  });

  test("has no fields of its own making", () => {
    expect(planSchema.safeParse({ ...plan, more: 1 }).success).toBe(false);
  });
});

test("an answer is yes or no, and its reason may be left out", () => {
  expect(answerPlanSchema.parse({ breachId: "b", action: "accept" }).reason).toBe("");
  expect(answerPlanSchema.parse({ breachId: "b", action: "send_back", reason: " No " }).reason).toBe("No");
  expect(answerPlanSchema.safeParse({ breachId: "b", action: "perhaps" }).success).toBe(false);
  expect(answerPlanSchema.safeParse({ breachId: "b", action: "accept", more: 1 }).success).toBe(false);
});

test("what was done, and a ruling, have their words", () => {
  expect(finishSchema.safeParse({ breachId: "b", note: "Trained." }).success).toBe(true);
  expect(finishSchema.safeParse({ breachId: "b", note: "" }).error?.issues[0]?.message).toBe(
    "Say what was done; the buyer reads it.",
  );
  expect(rulingSchema.safeParse({ breachId: "b", effective: true, reason: "It held." }).success).toBe(true);
  expect(
    rulingSchema.safeParse({ breachId: "b", effective: true, reason: " " }).error?.issues[0]?.message,
  ).toBe("Say why: both sides read it.");
  expect(rulingSchema.safeParse({ breachId: "b", reason: "It held." }).success).toBe(false);
});
