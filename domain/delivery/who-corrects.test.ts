import { describe, expect, test } from "vitest";
import { metricById, serviceModule, workItemTypeById } from "../catalogue/catalogue.ts";
import { levelFromMetric } from "../catalogue/level-from-metric.ts";
import type { Corrector } from "../catalogue/metric-rules.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import {
  type CorrectingSide,
  correctableFields,
  correctedByOthers,
  isSameAnswer,
  refusedCorrections,
} from "./who-corrects.ts";

const module = serviceModule("it_support");

function level(id: string, correctedBy?: Corrector): ServiceLevel {
  const metric = metricById(module, id);
  if (!metric) throw new Error(id);
  const made = levelFromMetric({ metric, id, currency: "USD" });
  return correctedBy ? { ...made, correctedBy } : made;
}

function fieldsOf(levels: ServiceLevel[], type = "incident", fields: Record<string, unknown> = {}) {
  const kind = workItemTypeById(module, type);
  if (!kind) throw new Error(type);
  return correctableFields({ levels, module, type: kind, fields });
}

const mayCorrect = (
  levels: ServiceLevel[],
  field: string,
  type?: string,
  fields?: Record<string, unknown>,
) => fieldsOf(levels, type, fields).find((one) => one.field.id === field)?.may;

describe("who may correct a field", () => {
  test.each<[string, ServiceLevel[], string, CorrectingSide[]]>([
    ["read by no figure: the provider", [level("resolve")], "satisfaction", ["provider"]],
    ["of a survey: the buyer, as the catalogue says", [level("satisfaction")], "satisfaction", ["buyer"]],
    ["as the contract says", [level("satisfaction", "either")], "satisfaction", ["buyer", "provider"]],
    ["nobody but by a ruling", [level("satisfaction", "account_manager")], "satisfaction", []],
    [
      "whom all of several figures allow",
      [level("satisfaction", "either"), { ...level("satisfaction", "provider"), id: "second" }],
      "satisfaction",
      ["provider"],
    ],
    [
      "nobody whom one of several figures leaves out",
      [level("satisfaction", "buyer"), { ...level("satisfaction", "provider"), id: "second" }],
      "satisfaction",
      [],
    ],
    [
      "of another kind of work: the level says nothing",
      [{ ...level("satisfaction"), workItemTypes: ["service_request"] }],
      "satisfaction",
      ["provider"],
    ],
    [
      "of a metric that the service does not have: the provider",
      [{ ...level("satisfaction"), metric: "posting_accuracy" }],
      "satisfaction",
      ["provider"],
    ],
  ])("%s", (_name, levels, field, may) => expect(mayCorrect(levels, field)).toEqual(may));

  test("of a reading is said by the metric that it names", () => {
    const levels = [level("response_rate"), level("utilisation", "provider")];
    const of = (metric: string) => mayCorrect(levels, "part", "metric_reading", { metric });
    expect(of("response_rate")).toEqual(["buyer"]);
    expect(of("utilisation")).toEqual(["provider"]);
    expect(of("agent_tenure")).toEqual(["provider"]);
  });

  test("says who, by which levels, and from when the item counts", () => {
    const levels = [level("satisfaction"), { ...level("satisfaction", "either"), id: "b", name: "Second" }];
    const [found] = fieldsOf(levels).filter((one) => one.field.id === "satisfaction");
    expect(found).toMatchObject({
      ...{ who: "the buyer together with either side", levels: ["Satisfaction", "Second"], may: ["buyer"] },
      fromBeginning: false,
    });
    const [part] = fieldsOf([level("response_rate")], "metric_reading", { metric: "response_rate" }).filter(
      (one) => one.field.id === "part",
    );
    expect(part).toMatchObject({ fromBeginning: true, levels: ["Survey response rate"] });
    const [plain] = fieldsOf([]);
    expect(plain).toMatchObject({
      who: "the provider",
      levels: [],
      fromBeginning: false,
      may: ["provider"],
    });
  });
});

describe("what a side may not correct", () => {
  const correctable = fieldsOf([level("satisfaction")]);
  const issues = (
    side: CorrectingSide,
    known: Record<string, unknown>,
    fields: Record<string, unknown>,
    by = correctable,
  ) => refusedCorrections({ correctable: by, side, known, fields });

  test("is an answer of another side's that is there and would be another", () => {
    expect(issues("provider", { satisfaction: 2 }, { satisfaction: 5, category: "mail" })).toEqual([
      {
        field: "fields.satisfaction",
        message: "“Satisfaction, 1 to 5” is corrected by the buyer (Satisfaction).",
      },
    ]);
    expect(issues("buyer", { satisfaction: 2, category: "a" }, { satisfaction: 5, category: "b" })).toEqual(
      [{ field: "fields.category", message: "“Category” is corrected by the provider." }],
    );
  });

  test.each([
    ["given for the first time", {}, { satisfaction: 5 }],
    ["given where there was an empty one", { satisfaction: "" }, { satisfaction: 5 }],
    ["given where there was none", { satisfaction: null }, { satisfaction: 5 }],
    ["the same once more", { satisfaction: 2 }, { satisfaction: 2 }],
    ["the same, typed", { satisfaction: 2 }, { satisfaction: "2" }],
    ["not there", { satisfaction: 2 }, { category: "mail" }],
  ])("is no answer %s", (_name, known, fields) => expect(issues("provider", known, fields)).toEqual([]));

  test("names the way there is where neither side may", () => {
    const ruled = fieldsOf([level("satisfaction", "account_manager")]);
    expect(issues("buyer", { satisfaction: 2 }, { satisfaction: 5 }, ruled)[0]?.message).toBe(
      "“Satisfaction, 1 to 5” is corrected by the account manager (Satisfaction). " +
        "Contest the verdict; what is contested can be ruled on.",
    );
  });

  test("is a confirmation, from the first; that there is none, and the buyer's own, are fine", () => {
    const procurement = serviceModule("procurement");
    const metric = metricById(procurement, "savings");
    const type = workItemTypeById(procurement, "quote_comparison");
    if (!metric || !type) throw new Error("savings");
    const levels = [levelFromMetric({ metric, id: "savings", currency: "USD" })];
    const by = correctableFields({ levels, module: procurement, type, fields: {} });
    expect(by.filter((one) => one.confirms).map((one) => one.field.id)).toEqual(["confirmedByFinance"]);
    const given = (side: CorrectingSide, known: unknown, confirmedByFinance: unknown) =>
      issues(side, { confirmedByFinance: known }, { confirmedByFinance }, by).map((one) => one.message);
    const message = "“Confirmed by finance” is said by the buyer (Confirmed savings).";
    expect(given("provider", undefined, true)).toEqual([message]);
    expect(given("provider", false, true)).toEqual([message]);
    expect(given("provider", true, false)).toEqual([message]);
    expect(given("provider", undefined, false)).toEqual([]);
    expect(given("provider", true, true)).toEqual([]);
    expect(given("buyer", undefined, true)).toEqual([]);
  });

  test("is known by kind of work before an item is, readings apart", () => {
    const found = correctedByOthers({ levels: [level("satisfaction"), level("response_rate")], module });
    expect([...found].map(([type, fields]) => [type, fields.map((one) => one.field.id)])).toEqual([
      ["incident", ["satisfaction"]],
      ["service_request", ["satisfaction"]],
    ]);
    expect(correctedByOthers({ levels: [level("resolve")], module }).size).toBe(0);
  });
});

test.each([
  [12, "12", true],
  [true, "true", true],
  [null, undefined, true],
  [null, "", true],
  [0, null, false],
  [false, null, false],
  ["a", "b", false],
])("%s and %s are the same answer: %s", (known, given, same) =>
  expect(isSameAnswer(known, given)).toBe(same),
);
