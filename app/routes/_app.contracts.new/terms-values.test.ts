import { describe, expect, test } from "vitest";
import { allModules } from "../../../domain/catalogue/catalogue.ts";
import { editedTerms, editOf } from "../../../domain/contracts/edited-terms.ts";
import { draftTermsFromListing } from "../../../domain/contracts/terms-draft.ts";
import { editFrom, valuesFrom, valuesOf } from "./terms-values.ts";

function draftOf(moduleCode: (typeof allModules)[number]["code"]) {
  return draftTermsFromListing({
    listing: {
      moduleCode,
      title: "Desk",
      summary: "A desk.",
      monthlyFeeMinor: 400_000n,
      currency: "EUR",
      hours: {
        mon: [
          ["09:00", "12:00"],
          ["13:00", "17:00"],
        ],
        sat: [["10:00", "12:00"]],
      },
      zone: "Europe/Berlin",
      poolBps: 1250,
      serviceLevels: [],
    },
    startsOn: "2026-12-01",
    holidays: ["2026-12-25", "2027-01-01"],
  });
}

describe("the order form", () => {
  test.each(allModules.map((module) => [module.code]))(
    "of %s gives back the terms it was filled with",
    (code) => {
      const terms = draftOf(code);
      const form = new FormData();
      for (const [name, value] of Object.entries(valuesOf(editOf(terms)))) form.set(name, value);
      expect(editedTerms(terms, editFrom(valuesFrom(form)))).toEqual(terms);
    },
  );

  test("leaves empty rows out and keeps those that are half filled", () => {
    const values = {
      ...valuesOf(editOf(draftOf("it_support"))),
      "outcomes.4.id": "",
      "outcomes.4.text": "",
      "outcomes.4.acceptance": " ",
      "outcomes.5.id": "",
      "outcomes.5.text": "",
      "outcomes.5.acceptance": "When it works",
      "hours.sun.0.from": "",
      "hours.sun.0.to": "",
      "hours.sun.1.from": "10:00",
      "hours.sun.1.to": "",
      holidays: "2026-12-25, 2026-12-26\n\n2027-01-01",
    };
    const edit = editFrom(values);
    expect(edit.outcomes).toHaveLength(5);
    expect(edit.hours.find((one) => one.day === "sun")?.spans).toEqual([{ from: "10:00", to: "" }]);
    expect(edit.holidays).toEqual(["2026-12-25", "2026-12-26", "2027-01-01"]);
  });
});
