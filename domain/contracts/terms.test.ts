import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allModules } from "../catalogue/catalogue.ts";
import { serviceLevelsSchema } from "../catalogue/service-level.ts";
import { type Terms, termsHash, termsSchema } from "./terms.ts";
import { termsChanges } from "./terms-changes.ts";
import { draftTermsFromListing, type ListingTerms } from "./terms-draft.ts";

const LISTING: ListingTerms = {
  moduleCode: "it_support",
  title: "Service desk for 120 people",
  summary: "A staffed desk on weekdays.",
  monthlyFeeMinor: 1_200_000n,
  currency: "PLN",
  hours: { mon: [["09:00", "17:00"]], fri: [["09:00", "12:00"]] },
  zone: "Europe/Warsaw",
  poolBps: 1200,
  serviceLevels: [],
};

const DRAFT = draftTermsFromListing({ listing: LISTING, startsOn: "2026-12-01" });

function messages(patch: Record<string, unknown>): string[] {
  const parsed = termsSchema.safeParse({ ...DRAFT, ...patch });
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

describe("a draft from a listing", () => {
  test.each(allModules.map((module) => [module.code]))("of %s holds together", (moduleCode) => {
    const terms = draftTermsFromListing({ listing: { ...LISTING, moduleCode }, startsOn: "2026-12-01" });
    expect(termsSchema.parse(terms)).toEqual(terms);
  });

  test.each(allModules.map((module) => [module.code, module] as const))(
    "the levels of %s fit the schema of a contract",
    (_code, module) => {
      expect(serviceLevelsSchema.parse(module.defaultLevels)).toEqual(module.defaultLevels);
    },
  );

  test("takes price, hours, zone and share at risk from the listing", () => {
    expect(DRAFT).toMatchObject({
      monthlyFeeMinor: "1200000",
      currency: "PLN",
      zone: "Europe/Warsaw",
      scheme: { kind: "at_risk_pool", poolBps: 1200, capBps: 1200 },
      requiredAttestations: ["iso27001"],
    });
    expect(DRAFT.calendar).toMatchObject({ zone: "Europe/Warsaw", weekly: LISTING.hours });
  });

  test("without hours is around the clock", () => {
    const terms = draftTermsFromListing({ listing: { ...LISTING, hours: null }, startsOn: "2026-12-01" });
    expect(terms.calendar).toBeNull();
  });

  test("prefers the levels that the provider offers", () => {
    const own = DRAFT.serviceLevels.map((level) => ({ ...level, target: "97" }));
    const terms = draftTermsFromListing({
      listing: { ...LISTING, serviceLevels: own },
      startsOn: "2026-12-01",
    });
    expect(terms.serviceLevels).toEqual(own);
  });
});

describe("terms are refused", () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ["a fee of 0", { monthlyFeeMinor: "0" }, /must be above 0/],
    ["a negative fee", { monthlyFeeMinor: "-5" }, /without a sign/],
    ["a fee with a comma", { monthlyFeeMinor: "1,000" }, /without a sign or a comma/],
    ["a fee of 10^13 + 1", { monthlyFeeMinor: "10000000000001" }, /larger than any/],
    ["a fee of 10^15", { monthlyFeeMinor: "1000000000000000" }, /larger than any/],
    ["a fee as a number", { monthlyFeeMinor: 1000 }, /Enter the monthly fee/],
    ["a fraction of a króna", { monthlyFeeMinor: "150", currency: "ISK" }, /multiple of 100/],
    ["an unknown currency", { currency: "XXX" }, /currency we can charge/],
    ["more than half at risk", { scheme: { ...DRAFT.scheme, poolBps: 5001 } }, /between 0 % and 50 %/],
    ["a negative pool", { scheme: { ...DRAFT.scheme, poolBps: -1 } }, /between 0 % and 50 %/],
    ["no outcome", { outcomes: [] }, /at least one outcome/],
    ["two outcomes with one id", { outcomes: [outcome("a"), outcome("a")] }, /same id/],
    ["an outcome without acceptance", { outcomes: [{ ...outcome("a"), acceptance: " " }] }, /accepted/],
    ["no level", { serviceLevels: [] }, /at least one service level/],
    ["weights below the whole", { serviceLevels: DRAFT.serviceLevels.slice(1) }, /add up to 50 %/],
    ["two levels with one id", { serviceLevels: twice() }, /same id/],
    ["a metric of another service", { moduleCode: "payroll" }, /Payroll has no metric/],
    ["work of another service", { serviceLevels: counting("claim") }, /no kind of work called "claim"/],
    ["an unknown service", { moduleCode: "plumbing" }, /not a service we know/],
    ["an unknown zone", { zone: "Mars/Olympus" }, /time zone/],
    ["a date that does not exist", { startsOn: "2026-02-30" }, /date such as/],
    ["a date with a time", { startsOn: "2026-02-03T10:00" }, /date such as/],
    ["a term of 0 months", { termMonths: 0 }, /whole number of months from 1/],
    ["half a month", { termMonths: 1.5 }, /whole number of months/],
    ["an unknown attestation", { requiredAttestations: ["house_rules"] }, /not an attestation/],
    ["an attestation twice", { requiredAttestations: ["iso27001", "iso27001"] }, /listed twice/],
    ["a field nobody knows", { surcharge: 5 }, /surcharge/],
  ])("for %s", (_name, patch, message) => {
    expect(messages(patch).join("\n")).toMatch(message);
  });

  test.each<[string, Record<string, unknown>]>([
    ["the largest fee", { monthlyFeeMinor: "10000000000000" }],
    ["nothing at risk", { scheme: { kind: "at_risk_pool", poolBps: 0, capBps: 0 } }],
    ["half at risk", { scheme: { kind: "at_risk_pool", poolBps: 5000, capBps: 5000 } }],
    ["a start in the past", { startsOn: "2024-02-29" }],
    ["hours around the clock", { calendar: null }],
  ])("but not for %s", (_name, patch) => {
    expect(messages(patch)).toEqual([]);
  });
});

describe("the hash of terms", () => {
  test("does not depend on the order of members", () => {
    const reversed = Object.fromEntries(Object.entries(DRAFT).reverse()) as Terms;
    expect(termsHash(reversed)).toBe(termsHash(DRAFT));
    expect(termsHash(DRAFT)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("changes with any figure", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 13n }), (fee) => {
        fc.pre(String(fee) !== DRAFT.monthlyFeeMinor);
        expect(termsHash({ ...DRAFT, monthlyFeeMinor: String(fee) })).not.toBe(termsHash(DRAFT));
      }),
    );
  });
});

describe("the changes between two versions", () => {
  test("are none for the same terms", () => {
    expect(termsChanges({ before: DRAFT, after: structuredClone(DRAFT) })).toEqual([]);
  });

  test("put figures before words and show money as people write it", () => {
    const after = { ...DRAFT, title: "Another title", monthlyFeeMinor: "1300000" };
    const changes = termsChanges({ before: DRAFT, after });
    expect(changes.map((one) => [one.label, one.kind])).toEqual([
      ["Monthly fee", "figure"],
      ["Title", "text"],
    ]);
    expect(changes[0]).toMatchObject({
      path: "monthlyFeeMinor",
      before: "PLN\u00a012,000.00",
      after: "PLN\u00a013,000.00",
    });
  });

  test.each<[string, Partial<Terms>, string, string | null, string | null]>([
    ["a target", { serviceLevels: withTarget("96") }, "serviceLevels.resolve.target", "95 %", "96 %"],
    [
      "a removed outcome",
      { outcomes: DRAFT.outcomes.slice(1) },
      "outcomes.outcome-1.text",
      DRAFT.outcomes[0]?.text ?? "",
      null,
    ],
    [
      "a new attestation",
      { requiredAttestations: ["iso27001", "soc2_type2"] },
      "requiredAttestations.soc2_type2",
      null,
      "soc2_type2",
    ],
    [
      "other hours",
      { calendar: { zone: "Europe/Warsaw", weekly: { mon: [["08:00", "17:00"]] } } },
      "calendar.weekly.mon",
      "09:00–17:00",
      "08:00–17:00",
    ],
    ["no hours", { calendar: null }, "calendar", null, "around the clock"],
    [
      "a pool with a fraction",
      { scheme: { kind: "at_risk_pool" as const, poolBps: 1250, capBps: DRAFT.scheme.capBps } },
      "scheme.poolBps",
      "12 %",
      "12.5 %",
    ],
  ])("name %s", (_name, patch, path, before, after) => {
    const changes = termsChanges({ before: DRAFT, after: { ...DRAFT, ...patch } });
    expect(changes.find((one) => one.path === path)).toMatchObject({ before, after });
  });

  test("read backwards are the same with the sides changed", () => {
    const after = { ...DRAFT, noticeDays: 90, summary: "Another.", calendar: null };
    const forward = termsChanges({ before: DRAFT, after });
    const backward = termsChanges({ before: after, after: DRAFT });
    const turned = backward.map((one) => [one.path, one.after, one.before]).sort();
    expect(turned).toEqual(forward.map((one) => [one.path, one.before, one.after]).sort());
  });
});

function outcome(id: string) {
  return { id, text: "Something", acceptance: "Somehow" };
}

function twice() {
  return DRAFT.serviceLevels.map((level) => ({ ...level, id: "same" }));
}

function counting(type: string) {
  return DRAFT.serviceLevels.map((level) => ({ ...level, workItemTypes: [type] }));
}

function withTarget(target: string) {
  return DRAFT.serviceLevels.map((level) => (level.id === "resolve" ? { ...level, target } : level));
}
