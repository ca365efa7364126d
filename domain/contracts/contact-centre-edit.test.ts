import { describe, expect, test } from "vitest";
import type { InvalidInput } from "../shared/refusals.ts";
import { editedTerms, editOf } from "./edited-terms.ts";
import type { FigureEdit } from "./figure-edit.ts";
import { newLevelEdit } from "./level-edit.ts";
import { draftTermsFromListing } from "./terms-draft.ts";
import type { TermsEdit } from "./terms-edit.input.ts";

type LevelEdit = TermsEdit["serviceLevels"][number];
const BASE = draftTermsFromListing({
  listing: {
    moduleCode: "customer_support",
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

describe("the calls of a contact centre", () => {
  const base = { ...BASE, serviceLevels: [] };
  const row = (change: Partial<FigureEdit>): LevelEdit => {
    const one = newLevelEdit(base, "service_level") as LevelEdit;
    return { ...one, weight: "100", ...(one.figure ? { figure: { ...one.figure, ...change } } : {}) };
  };
  const edit = (change: Partial<FigureEdit>) => ({ ...editOf(base), serviceLevels: [row(change)] });

  test("have a threshold and a way to count those who hung up", () => {
    const [level] = editedTerms(
      base,
      edit({ thresholdSeconds: "45", abandoned: "count_as_miss" }),
    ).serviceLevels;
    expect(level?.callCentre).toEqual({ thresholdSeconds: 45, abandoned: "count_as_miss" });
    const untouched = editedTerms(base, edit({})).serviceLevels[0];
    expect(untouched?.callCentre).toEqual({ thresholdSeconds: 20, abandoned: "ignore_within" });
  });

  test.each<[string, Partial<FigureEdit>, string, RegExp]>([
    ["in words", { thresholdSeconds: "soon" }, "thresholdSeconds", /in seconds/],
    ["of nothing", { thresholdSeconds: "0" }, "thresholdSeconds", /at least one second/],
    ["counted in another way", { abandoned: "forget" }, "abandoned", /abandoned calls/],
  ])("%s are refused next to the field", (_name, typed, field, words) => {
    try {
      editedTerms(base, edit(typed));
      expect.unreachable();
    } catch (error) {
      expect((error as InvalidInput).issues).toEqual([
        { field: `serviceLevels.0.figure.${field}`, message: expect.stringMatching(words) },
      ]);
    }
  });
});
