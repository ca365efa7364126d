import { describe, expect, test } from "vitest";
import { InvalidInput } from "../shared/refusals.ts";
import type { BillingEdit, LineEdit } from "./billing-edit.input.ts";
import type { BillingTerms } from "./billing-terms.ts";
import { billingParagraphs } from "./billing-words.ts";
import { contractClauses } from "./contract-document.ts";
import { billingEditOf, editedBilling, NO_LINE } from "./edited-billing.ts";
import { editedTerms, editOf } from "./edited-terms.ts";
import { termsHash, termsSchema } from "./terms.ts";
import { termsChanges } from "./terms-changes.ts";
import { draftTermsFromListing } from "./terms-draft.ts";

const BASE = draftTermsFromListing({
  listing: {
    ...{ moduleCode: "payroll", title: "Payroll", summary: "Pay runs.", monthlyFeeMinor: 45_000n },
    ...{ currency: "USD", hours: null, zone: "Europe/London", poolBps: 1000, serviceLevels: [] },
  },
  startsOn: "2026-10-01",
});
const NOTHING: BillingEdit = {
  ...{
    lines: [],
    minimum: "",
    yearlyMinimum: "",
    purchaseOrder: "",
    purchaseOrderAmount: "",
    costCentre: "",
    silenceNotices: "",
    silenceDays: "",
  },
};
const line = (change: Partial<LineEdit>): LineEdit => ({ ...NO_LINE, name: "People", ...change });
const runs = { by: "largest", type: "pay_run", field: "employees" };
const with_ = (...lines: LineEdit[]) => editedBilling(BASE, { ...NOTHING, lines });

const WHOLE: BillingTerms = {
  lines: [
    { kind: "fixed", id: "portal", name: "Portal", amountMinor: "6000", atRisk: false },
    {
      ...{ kind: "per_unit", id: "filings", name: "Filings", unitPriceMinor: "3500.25" },
      quantity: { by: "count", type: "filing" },
    },
    {
      ...{ kind: "per_employee", id: "people", name: "People", unitPriceMinor: "1450" },
      quantity: { by: "largest", type: "pay_run", field: "employees" },
    },
    { kind: "per_seat", id: "desk", name: "Desk", unitPriceMinor: "31000", seats: 3 },
    {
      ...{ kind: "tiered", id: "slips", name: "Payslips" },
      quantity: { by: "sum", type: "pay_run", field: "employees" },
      bands: [{ upTo: "100", unitPriceMinor: "200" }, { unitPriceMinor: "1.25" }],
    },
    {
      ...{ kind: "baseline", id: "runs", name: "Runs", quantity: { by: "count", type: "pay_run" } },
      ...{ baseline: "4", deadBandBps: 1250, additionalMinor: "9000", reducedMinor: "4000" },
    },
    { kind: "milestone", id: "cutover", name: "Cut-over", amountMinor: "500000", dueOn: "2026-12-15" },
    { kind: "pass_through", id: "couriers", name: "Couriers", markupBps: 750, capMinor: "40000" },
  ],
  minimumMinor: "200000",
  yearlyMinimumMinor: "3000000",
  purchaseOrder: { number: "PO-7", amountMinor: "600000" },
  costCentre: "4410",
};

describe("billing as a form shows it", () => {
  test("is read back to the same terms", () => {
    const terms = termsSchema.parse({ ...BASE, billing: WHOLE });
    expect(editedBilling(terms, billingEditOf(terms))).toEqual(terms);
    expect(billingEditOf(terms).lines.map((one) => one.unitPrice)).toEqual([
      ...["", "35.0025", "14.50", "310.00", "", "", "", ""],
    ]);
    expect(billingEditOf(terms).lines.slice(6)).toMatchObject([
      { kind: "milestone", amount: "5000.00", dueOn: "2026-12-15", atRisk: "yes" },
      { kind: "pass_through", markup: "7.5", cap: "400.00" },
    ]);
    expect(billingEditOf(terms).lines[4]?.bands).toBe("100: 2.00\nrest: 0.0125");
  });

  test("of a flat fee is empty, and leaves terms and hash as they are", () => {
    expect(billingEditOf(BASE)).toEqual(NOTHING);
    const same = editedBilling(BASE, NOTHING);
    expect(termsHash(same)).toBe(termsHash(BASE));
    expect("billing" in same).toBe(false);
    const billed = termsSchema.parse({ ...BASE, billing: WHOLE });
    expect(termsHash(editedBilling(billed, NOTHING))).toBe(termsHash(BASE));
  });

  test("is kept where the other terms are edited, whose fee may then be nothing", () => {
    const billed = termsSchema.parse({ ...BASE, billing: WHOLE });
    expect(editedTerms(billed, editOf(billed)).billing).toEqual(WHOLE);
    expect(editedTerms(billed, { ...editOf(billed), monthlyFee: "0" }).monthlyFeeMinor).toBe("0");
    expect(() => editedTerms(BASE, { ...editOf(BASE), monthlyFee: "0" })).toThrow(InvalidInput);
  });

  test("names new lines after their names, each apart", () => {
    const fixed = { kind: "fixed", amount: "5" };
    const { billing } = with_(line({ ...fixed, name: "Big Ü!" }), line({ ...fixed, name: "big-" }));
    expect(billing?.lines.map((one) => one.id)).toEqual(["big", "big-2"]);
  });
});

describe("billing is refused on the field where it was typed", () => {
  const fixed = line({ kind: "fixed", amount: "5.00" });
  const people = line({ ...runs, kind: "per_employee", unitPrice: "1.00" });
  const tiered = (bands: string) => line({ ...runs, kind: "tiered", bands });
  const cases: [string, LineEdit, string][] = [
    ["no name", { ...fixed, name: " " }, "lines.0.name"],
    ["no amount", { ...fixed, amount: "" }, "lines.0.amount"],
    ["an amount of nothing", { ...fixed, amount: "0" }, "lines.0.amount"],
    ["a kind we do not know", { ...fixed, kind: "gift" }, "lines.0.kind"],
    ["a price below 0", { ...people, unitPrice: "-1" }, "lines.0.unitPrice"],
    ["a price in words", { ...people, unitPrice: "two" }, "lines.0.unitPrice"],
    [
      "a price of a thousandth of a millionth",
      { ...people, unitPrice: "0.000000001" },
      "lines.0.unitPrice",
    ],
    ["work that the service does not know", { ...people, type: "ticket" }, "lines.0.type"],
    ["a field that the work does not have", { ...people, field: "weight" }, "lines.0.field"],
    ["a largest text", { ...people, type: "filing", field: "form" }, "lines.0.field"],
    ["people counted as items", { ...people, by: "count" }, "lines.0.by"],
    ["nothing that is counted", { ...people, by: "" }, "lines.0.by"],
    ["half a seat", line({ kind: "per_seat", unitPrice: "1", seats: "1.5" }), "lines.0.seats"],
    ["no bands", tiered(""), "lines.0.bands"],
    ["a band without a price", tiered("100\nrest: 1"), "lines.0.bands"],
    ["no open band", tiered("100: 1"), "lines.0.bands"],
    ["an open band in the middle", tiered("rest: 1\n100: 2"), "lines.0.bands"],
    ["bands that fall", tiered("100: 1\n90: 2\nrest: 1"), "lines.0.bands"],
    [
      "a dead band beyond the whole",
      line({ ...runs, kind: "baseline", baseline: "4", deadBand: "101", additional: "1", reduced: "1" }),
      "lines.0.deadBand",
    ],
    [
      "a baseline in words",
      line({ ...runs, kind: "baseline", baseline: "four", additional: "1", reduced: "1" }),
      "lines.0.baseline",
    ],
  ];
  test.each(cases)("%s", (_name, typed, field) => {
    expect(issuesOf(() => with_(typed))).toContain(field);
  });

  test("two lines of one name, an order without a number, a fee of nothing without lines", () => {
    const other = { ...fixed, id: "other" };
    expect(issuesOf(() => with_(fixed, other))).toEqual(["lines"]);
    expect(issuesOf(() => editedBilling(BASE, { ...NOTHING, purchaseOrderAmount: "5" }))).toEqual([
      "purchaseOrder",
    ]);
    expect(issuesOf(() => editedBilling(BASE, { ...NOTHING, minimum: "-5" }))).toEqual(["minimum"]);
    const free = termsSchema.parse({ ...BASE, monthlyFeeMinor: "0", billing: WHOLE });
    expect(issuesOf(() => editedBilling(free, NOTHING))).toEqual(["lines"]);
  });
});

function issuesOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidInput) return error.issues.map((issue) => issue.field);
    throw error;
  }
  return [];
}

describe("the contract says what is billed", () => {
  const billed = termsSchema.parse({ ...BASE, billing: WHOLE });
  const party = { name: "A", city: "B", country: "C" };
  const feeClause = (terms: typeof BASE) =>
    contractClauses({ terms, number: 1, buyer: party, provider: party }).find((one) => one.id === "fee");

  test("line by line", () => {
    expect(billingParagraphs(billed)).toEqual([
      "Portal: $60.00 a month. Service credits are no share of it.",
      "Filings: $35.0025 each, for filings accepted in the month.",
      "People: $14.50 a person a month, for the largest “employees” among pay runs accepted in the month.",
      "Desk: $310.00 a seat a month, 3 seats as signed; a head count that either side states holds from its day on.",
      "Payslips: $2.00 each up to 100, then $0.0125 each, for the sum of “employees” over pay runs accepted in the month.",
      "Runs: the fee covers 4 a month, counting pay runs accepted in the month; beyond 12.5 % of that a " +
        "unit more costs $90.00 and a unit less gives $40.00 back.",
      expect.stringContaining("Cut-over: $5,000.00, due by 15 December 2026; the provider says"),
      "Couriers: costs of others that the provider lays out, each with its receipt and with 7.5 % on top, " +
        "together at most $400.00 a month; what goes beyond is not charged; a cost is billed once the buyer has " +
        "approved it. No service credit is a share of them.",
      "Minimum commitment: a month costs at least $2,000.00 before credits; what is missing is a line of its own.",
      expect.stringContaining(
        "Yearly minimum commitment: a year of the contract, counted from its first day",
      ),
      "Purchase order: PO-7, which covers $6,000.00.",
      "Cost centre: 4410.",
      expect.stringContaining("Partial months: "),
    ]);
    expect(feeClause(billed)?.paragraphs).toEqual(expect.arrayContaining(billingParagraphs(billed)));
  });

  test("and reads as it always did without billing", () => {
    expect(feeClause(BASE)?.paragraphs).toHaveLength(2);
  });

  test("and a comparison names every figure that moved", () => {
    const cheaper = structuredClone(WHOLE);
    cheaper.costCentre = "4420";
    const changes = termsChanges({ before: billed, after: { ...billed, billing: cheaper } });
    expect(changes).toEqual([
      { path: "billing.costCentre", label: "Cost centre", kind: "figure", before: "4410.", after: "4420." },
    ]);
    expect(termsChanges({ before: BASE, after: billed })).toHaveLength(WHOLE.lines.length + 5);
  });
});

describe("silence about a statement", () => {
  const typed = (silenceNotices: string, silenceDays: string) =>
    editedBilling(BASE, { ...NOTHING, silenceNotices, silenceDays });

  test("is read from what is typed and given back", () => {
    const terms = typed("5, 10", "5");
    expect(terms.silence).toEqual({ noticeAfterDays: [5, 10], approvedAfterDays: 5 });
    expect(terms.billing).toBeUndefined();
    expect(billingEditOf(terms)).toMatchObject({ silenceNotices: "5, 10", silenceDays: "5" });
    expect(editedTerms(terms, editOf(terms)).silence).toEqual(terms.silence);
    expect("silence" in editedBilling(terms, NOTHING)).toBe(false);
  });

  test.each([
    ["no notices", "", "5", "silenceNotices"],
    ["notices that do not rise", "10, 5", "5", "silenceNotices"],
    ["words", "soon", "5", "silenceNotices"],
    ["no days after the last one", "5", "", "silenceDays"],
    ["none", "5", "0", "silenceDays"],
  ])("is refused with %s", (_name, notices, days, field) => {
    expect(() => typed(notices, days)).toThrow(InvalidInput);
    try {
      typed(notices, days);
    } catch (error) {
      expect((error as InvalidInput).issues.map((issue) => issue.field)).toContain(field);
    }
  });

  test("is a paragraph of the contract and a change between versions only where it is agreed", () => {
    const party = { name: "A", city: "B", country: "C" };
    const fee = (terms: typeof BASE) =>
      contractClauses({ terms, number: 1, buyer: party, provider: party }).find((one) => one.id === "fee");
    const terms = typed("5, 10", "5");
    expect(fee(BASE)?.paragraphs).toHaveLength(2);
    expect(fee(terms)?.paragraphs[2]).toContain("a dated notice after 5 and 10 working days");
    expect(termsChanges({ before: BASE, after: terms })).toMatchObject([{ path: "silence" }]);
    expect(termsHash(terms)).not.toBe(termsHash(BASE));
  });
});
