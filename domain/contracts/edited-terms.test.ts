import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidInput } from "../shared/refusals.ts";
import { percentNumber } from "./contract-tables.ts";
import { editedTerms, editOf } from "./edited-terms.ts";
import { bpsOfPercent } from "./percent-input.ts";
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

function issuesOf(patch: Partial<TermsEdit>) {
  try {
    editedTerms(BASE, { ...EDIT, ...patch });
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues;
    throw error;
  }
}

function level(patch: Partial<TermsEdit["serviceLevels"][number]>): Partial<TermsEdit> {
  return {
    serviceLevels: EDIT.serviceLevels.map((one, index) => (index === 0 ? { ...one, ...patch } : one)),
  };
}

describe("edited terms", () => {
  test("that nobody changed are the terms", () => expect(editedTerms(BASE, EDIT)).toEqual(BASE));

  test("read figures as people write them", () => {
    const terms = editedTerms(BASE, {
      ...EDIT,
      monthlyFee: "€ 4,250.50",
      pool: "12.5 %",
      startsOn: " 2024-02-29 ",
      holidays: ["2026-12-26", "2026-12-25", "2026-12-25", ""],
      ...level({ target: "97.5", minutes: [{ priority: "P1", minutes: "120" }] }),
    });
    expect(terms).toMatchObject({
      monthlyFeeMinor: "425050",
      scheme: { poolBps: 1250, capBps: 1250 },
      startsOn: "2024-02-29",
      calendar: { holidays: ["2026-12-25", "2026-12-26"] },
    });
    expect(terms.serviceLevels[0]).toMatchObject({
      target: "97.5",
      clock: { targetMinutesByPriority: { P1: 120 } },
    });
  });

  test("never change what a form may not change", () => {
    const sneaky = {
      ...EDIT,
      commissionBps: 0,
      currency: "USD",
      requiredAttestations: [],
      moduleCode: "payroll",
    };
    expect(editedTerms(BASE, sneaky)).toEqual(BASE);
  });

  test("around the clock have no calendar", () => {
    expect(editedTerms(BASE, { ...EDIT, aroundTheClock: true }).calendar).toBeNull();
  });

  test.each<[string, Partial<TermsEdit>, string, RegExp]>([
    ["a fee of 0", { monthlyFee: "0" }, "monthlyFee", /above 0/],
    ["a fee of 10^15", { monthlyFee: "1000000000000000" }, "monthlyFee", /largest/],
    ["a negative fee", { monthlyFee: "-1" }, "monthlyFee", /minus/],
    ["a fee with a decimal comma", { monthlyFee: "1,50" }, "monthlyFee", /comma/],
    ["a pool above half", { pool: "50.01" }, "pool", /50 %/],
    ["a pool in words", { pool: "some" }, "pool", /percentage/],
    ["three decimals in a pool", { pool: "1.234" }, "pool", /percentage/],
    ["a negative pool", { pool: "-1" }, "pool", /50 %/],
    ["no title", { title: " " }, "title", /title/],
    ["no date", { startsOn: "soon" }, "startsOn", /date/],
    ["half a month", { termMonths: "1.5" }, "termMonths", /whole number/],
    ["no notice", { noticeDays: "" }, "noticeDays", /whole number/],
    ["a year to pay", { paymentTermsDays: "365" }, "paymentTermsDays", /from 0 to 120/],
    ["another planet", { zone: "Mars/Olympus" }, "zone", /zone/],
    [
      "hours in words",
      { hours: [{ day: "mon", spans: [{ from: "nine", to: "17:00" }] }] },
      "hours.mon",
      /HH:MM/,
    ],
    ["a holiday that is none", { holidays: ["2026-02-30"] }, "holidays", /not a date/],
    ["weights of 80 %", level({ weight: "30" }), "serviceLevels", /80 %/],
    ["a weight in words", level({ weight: "half" }), "serviceLevels.0.weight", /percentage/],
    ["a target in words", level({ target: "most" }), "serviceLevels.0.target", /number/],
    ["a minimum above the target", level({ minimum: "99" }), "serviceLevels.0.minimum", /minimum/],
    [
      "no minutes",
      level({ minutes: [{ priority: "P1", minutes: "0" }] }),
      "serviceLevels.0.minutes.P1",
      /at least one minute/,
    ],
    ["a level of another contract", level({ id: "uptime" }), "serviceLevels.0.id", /no such/],
    [
      "an outcome without acceptance",
      { outcomes: [{ id: "", text: "A", acceptance: "" }] },
      "outcomes.0.acceptance",
      /accepted/,
    ],
    ["no outcome", { outcomes: [] }, "outcomes", /at least one/],
    ["a third policy", { reopenPolicy: "ignore" }, "reopenPolicy", /reopened/],
  ])("with %s are refused at the field", (_name, patch, field, message) => {
    const issue = issuesOf(patch).find((one) => one.field === field);
    expect(issue?.message ?? `no issue at ${field}`).toMatch(message);
  });

  test("name every broken field at once", () => {
    const fields = issuesOf({ title: "", monthlyFee: "x", noticeDays: "y" }).map((one) => one.field);
    expect(fields.sort()).toEqual(["monthlyFee", "noticeDays", "title"]);
  });
});

test("a percentage reads back what was shown", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (bps) => bpsOfPercent(percentNumber(bps)) === bps),
  );
});

describe("what is agreed about missed months", () => {
  const breaches = { causeDays: "3", answerDays: " 4 ", repeatTimes: "", repeatMonths: "" };

  test("is typed field by field; what is left empty is not agreed, and all of it empty is no agreement", () => {
    const agreed = editedTerms(BASE, { ...EDIT, breaches });
    expect(agreed.breaches).toEqual({ causeDays: 3, answerDays: 4 });
    expect(editOf(agreed).breaches).toEqual({ ...breaches, answerDays: "4" });
    expect(editedTerms(agreed, editOf(agreed))).toEqual(agreed);
    const { breaches: _field, ...older } = editOf(agreed);
    expect(editedTerms(agreed, older).breaches).toEqual({ causeDays: 3, answerDays: 4 });
    const none = { causeDays: "", answerDays: " ", repeatTimes: "", repeatMonths: "" };
    expect(editedTerms(agreed, { ...EDIT, breaches: none })).toEqual(BASE);
  });

  test.each([
    [{ causeDays: "0" }, "causeDays", /between 1 and 60/],
    [{ causeDays: "soon" }, "causeDays", /between 1 and 60/],
    [{ answerDays: "61" }, "answerDays", /between 1 and 60/],
    [{ answerDays: "1.5" }, "answerDays", /between 1 and 60/],
    [{ repeatTimes: "1" }, "repeatTimes", /between 2 and 12/],
    [{ repeatMonths: "25" }, "repeatMonths", /between 2 and 24/],
    [{ repeatTimes: "5", repeatMonths: "4" }, "repeatMonths", /at least as many months/],
  ])("is refused at its field: %j", (more, field, words) => {
    const issues = issuesOf({ breaches: { ...breaches, ...more } });
    expect(issues).toEqual([{ field: `breaches.${field}`, message: expect.stringMatching(words) }]);
  });
});

describe("the time to contest", () => {
  test("is typed in days, kept where a caller leaves it out, and emptied to what usually holds", () => {
    const three = editedTerms(BASE, { ...EDIT, contestDays: " 3 " });
    expect(three.contestDays).toBe(3);
    expect(editOf(three).contestDays).toBe("3");
    const { contestDays: _field, ...older } = editOf(three);
    expect(editedTerms(three, older).contestDays).toBe(3);
    expect(editedTerms(three, { ...editOf(three), contestDays: "" })).toEqual(BASE);
  });

  test.each(["0", "31", "-1", "1.5", "a week"])("is refused at its field: %s", (contestDays) => {
    expect(issuesOf({ contestDays })).toEqual([
      {
        field: "contestDays",
        message: "The time to contest is a whole number of days from 1 to 30.",
      },
    ]);
  });
});
