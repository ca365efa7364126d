import { describe, expect, test } from "vitest";
import { metricById, serviceModule } from "../catalogue/catalogue.ts";
import { usualSamplingPlan } from "../catalogue/usual-sampling-plan.ts";
import { refuseSampledContest } from "./contested-sample.ts";

const metric = metricById(serviceModule("bookkeeping"), "posting_accuracy");
if (!metric) throw new Error("posting_accuracy");
const samplePlan = usualSamplingPlan(metric);
const accuracy = { id: "accuracy", name: "Accuracy", workItemTypes: ["posting_line"], samplePlan };
const answered = { id: "answered", name: "Answered", workItemTypes: ["posting_line", "question"] };
const exclusion = {
  subject: "exclusion",
  effect: "exclude",
  levelIds: [] as string[],
  from: null,
} as const;

const outcome = (
  more: Partial<Parameters<typeof refuseSampledContest>[0]["proposal"]>,
  p: {
    levels?: Parameters<typeof refuseSampledContest>[0]["levels"];
    begun?: string[];
    types?: string[];
  } = {},
) => {
  try {
    refuseSampledContest({
      levels: p.levels ?? [accuracy, answered],
      begun: new Set(p.begun ?? []),
      types: new Set(p.types ?? ["posting_line"]),
      proposal: { ...exclusion, ...more },
    });
    return "taken";
  } catch (error) {
    const { code, field } = error as { code: string; field: string };
    return `${code} ${field}`;
  }
};
const named = { levelIds: ["accuracy"] };
const stretch = { from: "2026-10-05T12:00:00Z" };

describe("a contest of a sampled level", () => {
  test.each([
    ["an exclusion before the draw", named, {}, "taken"],
    ["an exclusion after it has begun", named, { begun: ["accuracy"] }, "contest_sample_frozen levelIds"],
    ["one of another level's draw", named, { begun: ["other"] }, "taken"],
    ["a stretch", { ...named, ...stretch }, {}, "contest_draws_whole_items levelIds"],
    ["a hit", { ...named, subject: "verdict", effect: "hit" }, {}, "contest_scores_decide levelIds"],
    ["left out as a verdict", { ...named, subject: "verdict" }, {}, "contest_scores_decide levelIds"],
    ["an interval", { ...named, ...stretch, subject: "interval" }, {}, "contest_scores_decide levelIds"],
    [
      "of both, by name",
      { levelIds: ["answered", "accuracy"] },
      { begun: ["accuracy"] },
      "contest_sample_frozen levelIds",
    ],
  ] as const)("%s", (_name, more, p, expected) => {
    const proposal = more as Parameters<typeof outcome>[0];
    expect(outcome(proposal, p as Parameters<typeof outcome>[1])).toBe(expected);
  });

  test("that names no level reaches the others, and is refused where there is no other", () => {
    expect(outcome({}, { begun: ["accuracy"] })).toBe("taken");
    expect(outcome({}, { begun: ["accuracy"], levels: [accuracy] })).toBe("contest_sample_frozen levelIds");
    expect(outcome({}, { levels: [accuracy] })).toBe("taken");
    const elsewhere = { ...answered, workItemTypes: ["question"] };
    const apart = { begun: ["accuracy"], levels: [accuracy, elsewhere] };
    expect(outcome({}, apart)).toBe("contest_sample_frozen levelIds");
    expect(outcome({}, { ...apart, types: ["question"] })).toBe("taken");
  });

  test("of levels without a plan is none of its business", () => {
    expect(outcome({ levelIds: ["answered"], subject: "verdict", effect: "miss" })).toBe("taken");
  });
});
