import { describe, expect, test } from "vitest";
import { allModules, metricById, serviceModule } from "../catalogue/catalogue.ts";
import { levelFromMetric } from "../catalogue/level-from-metric.ts";
import { InvalidInput } from "../shared/refusals.ts";
import { addedLevel, begunLevels } from "./added-level.ts";
import { contractClauses } from "./contract-document.ts";
import { editedTerms, editOf } from "./edited-terms.ts";
import { editedFigure, type FigureEdit, figureEditOf } from "./figure-edit.ts";
import { newLevelEdit } from "./level-edit.ts";
import { type Terms, termsHash, termsSchema } from "./terms.ts";
import { termsChanges } from "./terms-changes.ts";
import { draftTermsFromListing } from "./terms-draft.ts";
import type { TermsEdit } from "./terms-edit.input.ts";

const BASE = draftTermsFromListing({
  listing: {
    moduleCode: "it_support",
    title: "Desk",
    summary: "A desk.",
    monthlyFeeMinor: 400_000n,
    currency: "EUR",
    hours: { mon: [["09:00", "17:00"]] },
    zone: "Europe/Berlin",
    poolBps: 1200,
    serviceLevels: [],
  },
  startsOn: "2026-12-01",
});
const EDIT = editOf(BASE);
type LevelEdit = TermsEdit["serviceLevels"][number];

const withLevels = (serviceLevels: readonly LevelEdit[]): TermsEdit => ({
  ...EDIT,
  serviceLevels: [...serviceLevels],
});
/** The first level of the contract with some rules of its figure typed anew. */
const figured = (change: Partial<FigureEdit>, more: Partial<LevelEdit> = {}) =>
  withLevels(
    EDIT.serviceLevels.map((one, index) =>
      index === 0 && one.figure ? { ...one, ...more, figure: { ...one.figure, ...change } } : one,
    ),
  );
const firstOf = (edit: TermsEdit) => editedTerms(BASE, edit).serviceLevels[0];
const issuesOf = (edit: TermsEdit) => {
  try {
    editedTerms(BASE, edit);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues;
    throw error;
  }
};
const bare = (metric: string): LevelEdit => ({
  id: "",
  metric,
  target: "",
  minimum: "",
  weight: "",
  minutes: [],
});

describe("the rules of a figure", () => {
  test("that nobody touched leave older terms as they were, to the byte", () => {
    expect(BASE.serviceLevels.every((level) => level.window === undefined)).toBe(true);
    expect(termsHash(editedTerms(BASE, EDIT))).toBe(termsHash(BASE));
    const { figure: _none, ...without } = EDIT.serviceLevels[0] as LevelEdit;
    const rest = EDIT.serviceLevels.slice(1);
    expect(termsHash(editedTerms(BASE, withLevels([without, ...rest])))).toBe(termsHash(BASE));
  });

  test.each<[string, Partial<FigureEdit>, Partial<Terms["serviceLevels"][number]>]>([
    ["a window", { window: "quarter" }, { window: "quarter" }],
    ["decimals", { decimals: " 3 " }, { rounding: { decimals: 3, mode: "half_away" } }],
    ["a way to round", { rounding: "down" }, { rounding: { decimals: 2, mode: "down" } }],
    ["a smallest sample", { minimumSample: "35" }, { minimumSample: 35 }],
    [
      "a count target",
      { smallSample: "max_misses", maxMisses: "1", failAbove: "3" },
      { smallSample: { kind: "max_misses", max: 1, failAbove: 3 } },
    ],
    [
      "a count target alone",
      { smallSample: "max_misses", maxMisses: "0" },
      { smallSample: { kind: "max_misses", max: 0 } },
    ],
    ["a roll-up", { smallSample: "roll_up" }, { smallSample: { kind: "roll_up", window: "quarter" } }],
    ["a source", { dataSource: "import" }, { dataSource: "import" }],
    ["who corrects", { correctedBy: "buyer" }, { correctedBy: "buyer" }],
    ["days to contest", { disputeDays: "30" }, { disputeDays: 30 }],
    ["a name", { name: "Quick help" }, { name: "Quick help" }],
    [
      "reasons to exclude, in the catalogue's order and each once",
      { exclusions: ["force_majeure", "late_input", "late_input"] },
      { exclusions: ["late_input", "force_majeure"] },
    ],
    ["no reason to exclude", { exclusions: [] }, { exclusions: [] }],
    ["no threshold where there are no calls", { name: "Quick", thresholdSeconds: "30" }, { name: "Quick" }],
  ])("take %s, and that alone", (_name, typed, expected) => {
    const terms = editedTerms(BASE, figured(typed));
    expect(terms.serviceLevels[0]).toEqual({ ...BASE.serviceLevels[0], ...expected });
    expect(editedTerms(terms, editOf(terms))).toEqual(terms);
    const changed = termsChanges({ before: BASE, after: terms });
    expect(changed).toHaveLength(1);
    expect(changed[0]?.path).toBe(`serviceLevels.${BASE.serviceLevels[0]?.id}.${Object.keys(expected)[0]}`);
  });

  test.each<[string, Partial<FigureEdit>, string, RegExp]>([
    ["another window", { window: "week" }, "window", /month, a quarter/],
    ["no decimals", { decimals: "" }, "decimals", /how many decimals/],
    ["seven decimals", { decimals: "7" }, "decimals", /Six/],
    ["a way to round that is none", { rounding: "nearest" }, "rounding", /halves/],
    ["half an item", { minimumSample: "1.5" }, "minimumSample", /smallest sample/],
    ["another small rule", { smallSample: "ignore" }, "smallSample", /too few items/],
    ["a count target without a count", { smallSample: "max_misses" }, "maxMisses", /how many failures/],
    [
      "a failure before a miss",
      { smallSample: "max_misses", maxMisses: "4", failAbove: "3" },
      "failAbove",
      /before a miss/,
    ],
    ["a source that is none", { dataSource: "gossip" }, "dataSource", /where the data/],
    ["nobody to correct", { correctedBy: "" }, "correctedBy", /who may correct/],
    ["a century to contest", { disputeDays: "91" }, "disputeDays", /90 days/],
    ["days in words", { disputeDays: "ten" }, "disputeDays", /days in which/],
    ["no name", { name: " " }, "name", /name/],
    ["a reason that is none", { exclusions: ["late_input", "rain"] }, "exclusions", /the catalogue knows/],
  ])("refuse %s next to its field", (_name, typed, field, words) => {
    const issues = issuesOf(figured(typed));
    expect(issues).toEqual([
      { field: `serviceLevels.0.figure.${field}`, message: expect.stringMatching(words) },
    ]);
  });

  test.each([
    ["data source", { dataSource: "not_agreed" }],
    ["dispute window", { disputeDays: "" }],
  ])("struck out take the weight: no %s", (missing, typed) => {
    expect(issuesOf(figured(typed))).toEqual([
      { field: "serviceLevels.0.weight", message: expect.stringMatching(`no ${missing}\\.$`) },
    ]);
    const first = EDIT.serviceLevels[0];
    const others = EDIT.serviceLevels.slice(1).map((one, index) => ({
      ...one,
      weight: index === 0 ? String(Number(one.weight) + Number(first?.weight)) : one.weight,
    }));
    const [level] = figured(typed, { weight: "0" }).serviceLevels;
    const terms = editedTerms(BASE, withLevels([level as LevelEdit, ...others]));
    expect(terms.serviceLevels[0]).toMatchObject({ weightBps: 0 });
    const [clause] = contractClauses({
      terms,
      number: 1,
      buyer: { name: "B", city: "", country: "DE" },
      provider: { name: "P", city: "", country: "DE" },
    }).filter((one) => one.id === "service-levels");
    expect(clause?.paragraphs.join(" ")).toContain("not agreed");
  });

  test("show what the catalogue completes", () => {
    const metric = metricById(serviceModule("it_support"), "availability");
    const level = { ...(addedLevel({ base: BASE, metric: "availability", taken: [] }) as never as object) };
    const { dataSource: _s, disputeDays: _d, ...older } = level as Terms["serviceLevels"][number];
    expect(figureEditOf(older, metric)).toMatchObject({
      dataSource: metric?.dataSource,
      disputeDays: String(metric?.disputeDays),
    });
    expect(editedFigure(older, figureEditOf(older, metric), metric)).toEqual({});
  });
});

describe("a level from the catalogue", () => {
  test("begins with the catalogue's figures and no weight", () => {
    const terms = editedTerms(BASE, withLevels([...EDIT.serviceLevels, bare("availability")]));
    const metric = metricById(serviceModule("it_support"), "availability");
    expect(metric).toBeDefined();
    if (metric)
      expect(terms.serviceLevels.at(-1)).toEqual(
        levelFromMetric({ metric, id: "availability", currency: "EUR" }),
      );
    expect(terms.serviceLevels.slice(0, -1)).toEqual(BASE.serviceLevels);
    expect(editedTerms(terms, editOf(terms))).toEqual(terms);
    expect(termsChanges({ before: BASE, after: terms }).every((one) => one.before === null)).toBe(true);
  });

  test("takes the figures that were typed", () => {
    const row = { ...(newLevelEdit(BASE, "availability") as LevelEdit), target: "99.5", minimum: "99" };
    const terms = editedTerms(BASE, withLevels([...EDIT.serviceLevels, row]));
    expect(terms.serviceLevels.at(-1)).toMatchObject({ target: "99.5", minimum: "99", weightBps: 0 });
  });

  test("has the targets that the contract's own clock of that name has", () => {
    const own = BASE.serviceLevels.find((level) => level.clock?.name === "resolve")?.clock;
    const added = addedLevel({ base: BASE, metric: "mean_time_to_resolve", taken: [] });
    expect(added?.clock?.targetMinutesByPriority).toEqual(own?.targetMinutesByPriority);
  });

  test("never takes the id of another level, nor of one that is taken out", () => {
    const metric = BASE.serviceLevels[0]?.metric ?? "";
    const rows = [...EDIT.serviceLevels.slice(1), bare(metric), bare(metric)];
    const ids = begunLevels(BASE, rows).map(({ level }) => level?.id);
    expect(ids.slice(-2)).toEqual([`${metric}_2`, `${metric}_3`]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    ["of a metric that the service does not have", bare("payroll_accuracy"), "metric", /no such metric/],
    ["that names nothing", { ...bare(""), target: "1" }, "id", /no such service level/],
    [
      "with an id of its own making",
      { ...bare("availability"), id: "mine" },
      "id",
      /no such service level/,
    ],
    ["with a weight in words", { ...bare("availability"), weight: "all" }, "weight", /percentage/],
  ])("%s is refused", (_name, row, field, words) => {
    const at = `serviceLevels.${EDIT.serviceLevels.length}`;
    expect(issuesOf(withLevels([...EDIT.serviceLevels, row]))).toEqual([
      { field: `${at}.${field}`, message: expect.stringMatching(words) },
    ]);
  });

  test.each(allModules.map((module) => [module.code, module] as const))(
    "over every metric of %s goes through the form and back",
    (code, module) => {
      const terms = draftTermsFromListing({
        listing: {
          moduleCode: code,
          title: "Work",
          summary: "Work.",
          monthlyFeeMinor: 400_000n,
          currency: "EUR",
          hours: { mon: [["09:00", "17:00"]] },
          zone: "Europe/Berlin",
          poolBps: 1200,
          serviceLevels: [],
        },
        startsOn: "2026-12-01",
      });
      for (const metric of module.metrics) {
        const row = newLevelEdit(terms, metric.id) as LevelEdit;
        const edit = editOf(terms);
        const more = editedTerms(terms, { ...edit, serviceLevels: [...edit.serviceLevels, row] });
        expect(termsSchema.parse(more)).toEqual(more);
        expect(more.serviceLevels.at(-1)).toEqual(
          addedLevel({
            base: terms,
            metric: metric.id,
            taken: terms.serviceLevels.map((level) => level.id),
          }),
        );
      }
    },
  );
});

describe("a level that is taken out", () => {
  test("is gone, and its weight must go to others", () => {
    const rest = EDIT.serviceLevels.slice(1);
    expect(issuesOf(withLevels(rest))).toEqual([
      { field: "serviceLevels", message: expect.stringMatching(/add up to/) },
    ]);
    const total = rest.slice(1).reduce((sum, one) => sum + Number(one.weight), 0);
    const shared = rest.map((one, index) => (index === 0 ? { ...one, weight: String(100 - total) } : one));
    expect(firstOf(withLevels(shared))?.id).toBe(BASE.serviceLevels[1]?.id);
  });

  test("leaves no contract without a level", () =>
    expect(issuesOf(withLevels([]))).toEqual([
      { field: "serviceLevels", message: "A contract needs at least one service level." },
    ]));
});
