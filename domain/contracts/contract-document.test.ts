import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { allModules } from "../catalogue/catalogue.ts";
import { contractClauses, documentText } from "./contract-document.ts";
import { minutesText, percentText } from "./contract-tables.ts";
import { sha256Tag } from "./signature-evidence.ts";
import { isRetroactive, usualStart } from "./start-date.ts";
import { type Terms, termsHash } from "./terms.ts";
import { termsChanges } from "./terms-changes.ts";
import { draftTermsFromListing } from "./terms-draft.ts";
import { compareVersions } from "./version-comparison.ts";
import { worstMonthCredit } from "./worst-month.ts";

const TERMS = draft("it_support");
const BUYER = { name: "Brightline", city: "Leeds", country: "GB" };
const PROVIDER = { name: "Quaylink", city: "", country: "PL" };

function draft(moduleCode: (typeof allModules)[number]["code"]): Terms {
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
      },
      zone: "Europe/Berlin",
      poolBps: 1200,
      serviceLevels: [],
    },
    startsOn: "2026-12-01",
  });
}

function facts(terms: Terms, number = 1) {
  return { terms, number, buyer: BUYER, provider: PROVIDER };
}

describe("the contract in words", () => {
  test.each(allModules.map((module) => [module.code]))(
    "of %s has every clause and no gap in it",
    (code) => {
      const clauses = contractClauses(facts(draft(code)));
      expect(clauses.map((clause) => clause.id)).toEqual([
        "parties",
        "scope",
        "outcomes",
        "service-levels",
        "hours",
        "fee",
        "credits",
        "term",
        "attestations",
        "signature",
      ]);
      expect(JSON.stringify(clauses)).not.toMatch(/undefined|NaN|null null|\[object/);
      for (const { table } of clauses)
        for (const row of table?.rows ?? []) expect(row).toHaveLength(table?.columns.length ?? 0);
    },
  );

  test("says the figures that decide money", () => {
    const text = documentText(facts(TERMS, 3));
    expect(text).toContain("Version 3");
    expect(text).toContain("Brightline, Leeds, GB (the buyer) and Quaylink, PL (the provider)");
    expect(text).toContain("€4,000.00 a month");
    expect(text).toContain("12 % of the monthly fee is at risk");
    expect(text).toContain("brings a credit of €480.00");
    expect(text).toContain("Monday | 09:00–12:00, 13:00–17:00");
    expect(text).toContain("Tuesday | closed");
    expect(text).toContain("ISO 27001");
  });

  test.each<[string, Partial<Terms>]>([
    ["the fee", { monthlyFeeMinor: "400001" }],
    ["the pool", { scheme: { kind: "at_risk_pool", poolBps: 1201, capBps: 1201 } }],
    ["the start", { startsOn: "2026-12-02" }],
    ["the term", { termMonths: 13 }],
    ["the notice", { noticeDays: 61 }],
    ["the time to pay", { paymentTermsDays: 31 }],
    ["the zone", { zone: "Europe/Paris" }],
    ["the hours", { calendar: null }],
    ["the policy of reopening", { reopenPolicy: "new_cycle" }],
    ["the attestations", { requiredAttestations: [] }],
    ["the commission", { commissionBps: 900 }],
    ["a target", { serviceLevels: TERMS.serviceLevels.map((level) => ({ ...level, target: "96" })) }],
    ["a sample", { serviceLevels: TERMS.serviceLevels.map((level) => ({ ...level, minimumSample: 21 })) }],
  ])("is another text when %s changes", (_name, patch) => {
    expect(sha256Tag(documentText(facts({ ...TERMS, ...patch })))).not.toBe(
      sha256Tag(documentText(facts(TERMS))),
    );
  });
});

describe("two versions compared", () => {
  test("that are the same show nothing", () => {
    expect(compareVersions({ before: facts(TERMS), after: facts(TERMS, 2) })).toEqual({
      figures: [],
      clauses: [],
    });
  });

  test("list the figures on top and mark the words", () => {
    const after = facts({ ...TERMS, monthlyFeeMinor: "425000", summary: "A better desk." }, 2);
    const { figures, clauses } = compareVersions({ before: facts(TERMS), after });
    expect(figures.map((one) => one.path)).toEqual(["monthlyFeeMinor"]);
    expect(clauses.map((one) => one.id)).toEqual(["scope", "fee", "credits"]);
    expect(clauses[0]?.parts).toContainEqual({ kind: "added", text: "better " });
  });
});

describe("the worst month", () => {
  test.each<[string, bigint, number, [number, number][], bigint]>([
    [
      "takes the whole pool where every failure does",
      400_000n,
      1200,
      [
        [6000, 10_000],
        [4000, 10_000],
      ],
      48_000n,
    ],
    [
      "takes a part where failures cost a part",
      400_000n,
      1200,
      [
        [6000, 5000],
        [4000, 10_000],
      ],
      33_600n,
    ],
    ["takes nothing without a pool", 400_000n, 0, [[10_000, 10_000]], 0n],
    [
      "is capped at the pool when roundings add up",
      100n,
      1250,
      [
        [3334, 10_000],
        [3333, 10_000],
        [3333, 10_000],
      ],
      12n,
    ],
  ])("%s", (_name, feeMinor, poolBps, levels, credit) => {
    const parts = levels.map(([weightBps, failBps]) => ({ weightBps, failBps }));
    expect(worstMonthCredit({ feeMinor, currency: "USD", poolBps, levels: parts })).toBe(credit);
  });
});

describe("the start", () => {
  const now = Temporal.Instant.from("2026-11-30T23:30:00Z");

  test.each([
    ["2026-11-30", "Europe/Berlin", true],
    ["2026-12-01", "Europe/Berlin", false],
    ["2026-11-30", "America/New_York", false],
    ["2026-11-29", "America/New_York", true],
  ])("on %s in %s lies in the past: %s", (startsOn, zone, past) => {
    expect(isRetroactive({ startsOn, zone, now })).toBe(past);
  });

  test("is usually the first of the next month there", () => {
    expect(usualStart(now, "Europe/Berlin")).toBe("2027-01-01");
    expect(usualStart(now, "America/New_York")).toBe("2026-12-01");
  });
});

test.each([
  [1200, "12 %"],
  [1250, "12.5 %"],
  [5, "0.05 %"],
])("%i basis points are %s", (bps, text) => expect(percentText(bps)).toBe(text));

test.each([
  [0, "0 min"],
  [45, "45 min"],
  [60, "1 h"],
  [150, "2 h 30 min"],
])("%i minutes are %s", (minutes, text) => expect(minutesText(minutes)).toBe(text));

describe("what is agreed about missed months", () => {
  const agreed = { ...TERMS, breaches: { causeDays: 3, answerDays: 4 } };
  const facts = { number: 1, buyer: BUYER, provider: PROVIDER };

  test("is a clause of its own after the service levels, and no clause where nothing is agreed", () => {
    const ids = (terms: Terms) => contractClauses({ ...facts, terms }).map((one) => one.id);
    expect(ids(TERMS)).not.toContain("breaches");
    expect(ids(agreed).slice(3, 5)).toEqual(["service-levels", "breaches"]);
    expect(documentText({ ...facts, terms: agreed })).toContain(
      "within 3 calendar days. The buyer accepts",
    );
    expect(termsHash(agreed)).not.toBe(termsHash(TERMS));
  });

  test("is compared line by line", () => {
    const after = { ...TERMS, breaches: { causeDays: 7, repeatTimes: 3 } };
    const changes = termsChanges({ before: agreed, after });
    expect(changes.map(({ path, before, after: is }) => [path, before, is])).toEqual([
      ["breaches.causeDays", "3 days", "7 days"],
      ["breaches.repeatTimes", null, "3 times"],
      ["breaches.answerDays", "4 days", null],
    ]);
  });
});
