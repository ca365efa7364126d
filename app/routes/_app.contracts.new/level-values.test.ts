import { describe, expect, test } from "vitest";
import { editOf } from "../../../domain/contracts/edited-terms.ts";
import { newLevelEdit } from "../../../domain/contracts/level-edit.ts";
import { draftTermsFromListing } from "../../../domain/contracts/terms-draft.ts";
import { levelsFrom, levelValues } from "./level-values.ts";

const TERMS = draftTermsFromListing({
  listing: {
    moduleCode: "it_support",
    title: "Desk",
    summary: "A desk.",
    monthlyFeeMinor: 400_000n,
    currency: "EUR",
    hours: { mon: [["09:00", "17:00"]] },
    zone: "Europe/Berlin",
    poolBps: 1250,
    serviceLevels: [],
  },
  startsOn: "2026-12-01",
});
const LEVELS = editOf(TERMS).serviceLevels;
const VALUES = levelValues(LEVELS);
const next = `serviceLevels.${LEVELS.length}`;
const ids = (values: Record<string, string>) => levelsFrom(values).map((level) => level.id);

describe("the levels of the form", () => {
  test("come back as they were filled in, one from the catalogue among them", () => {
    const added = newLevelEdit(TERMS, "availability");
    const all = [...LEVELS, ...(added ? [added] : [])];
    expect(all).toHaveLength(LEVELS.length + 1);
    const back = levelsFrom(levelValues(all)).map(({ hours, ...level }) =>
      hours === null ? level : { ...level, hours },
    );
    expect(back).toEqual(all);
  });

  test("leave out the list of metrics where nothing is chosen", () =>
    expect(ids({ ...VALUES, [`${next}.metric`]: "" })).toEqual(ids(VALUES)));

  test("take the chosen metric, without scripts too", () => {
    const levels = levelsFrom({ ...VALUES, [`${next}.metric`]: "availability" });
    expect(levels.at(-1)).toEqual({
      id: "",
      metric: "availability",
      target: "",
      minimum: "",
      weight: "",
      hours: null,
      minutes: [],
    });
  });

  test("put one back under its own id", () => {
    const first = LEVELS[0]?.id ?? "";
    const levels = levelsFrom({
      ...levelValues(LEVELS.slice(1)),
      "serviceLevels.9.metric": `level:${first}`,
    });
    expect(levels.at(-1)?.id).toBe(first);
    expect(levels.at(-1)?.metric).toBeUndefined();
  });

  test("leave out what is ticked to be taken out, and keep the order of the rest", () => {
    const [first, ...rest] = ids(VALUES);
    expect(first).toBeDefined();
    expect(ids({ ...VALUES, "serviceLevels.0.remove": "yes" })).toEqual(rest);
  });
});
