import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { Terms } from "../../contracts/terms.ts";
import type { StatementBundle } from "../../service-levels/statement-bundle.ts";
import { statementFigures } from "../../service-levels/statement-result.ts";
import { type BilledSpan, billedSpan, billedSpans } from "./billed-span.ts";
import { daysWithin, yearsEnding } from "./contract-year.ts";
import { type MonthQuantities, monthRating } from "./month-rating.ts";
import { rateLine } from "./rate-line.ts";
import { chargedMinor, rateMonth } from "./rate-month.ts";
import { recomputeMonth, resultOf, withRating } from "./rated-bundle.ts";
import type { RatedInput, Rating } from "./rating.schema.ts";

const OCTOBER = billedSpan({ month: "2026-10", startsOn: "2026-01-01", endsOn: null });
const plain = { id: "x", label: "X", atRisk: false };
const rated = (line: RatedInput, currency = "USD") => rateLine(line, { span: OCTOBER, currency });
const receipts = (...amounts: string[]) =>
  amounts.map((amountMinor, at) => ({
    ...{ id: `c${at}`, receipt: `R-${at}`, incurredOn: "2026-10-03", amountMinor },
  }));
const passed = (markupBps: number, capMinor: string | undefined, ...amounts: string[]): RatedInput => ({
  ...{ kind: "pass_through", ...plain, markupBps, costs: receipts(...amounts) },
  ...(capMinor === undefined ? {} : { capMinor }),
});

describe("costs passed through", () => {
  test.each<[string, RatedInput, bigint, string]>([
    ["as they are", passed(0, undefined, "12000"), 12_000n, "1 receipt of $120.00 = $120.00"],
    [
      "with a mark-up, rounded once over all of them",
      passed(1000, undefined, "1003", "1003", "1"),
      2208n, // 2,007 × 1.1 = 2,207.7
      "3 receipts of $20.07 + 10 % = $22.08",
    ],
    [
      "at most the month's cap",
      passed(1000, "15000", "20000"),
      15_000n,
      "1 receipt of $200.00 + 10 %, at most $150.00 a month = $150.00",
    ],
    ["at the cap itself", passed(1000, "22000", "20000"), 22_000n, "1 receipt of $200.00 + 10 % = $220.00"],
  ])("%s", (_name, line, amountMinor, sentence) => {
    const found = rated(line);
    expect(found).toMatchObject({ amountMinor, sentence, atRisk: false });
    expect(found.evidence).toHaveLength(line.kind === "pass_through" ? line.costs.length : 0);
  });

  test("never exceed the cap or the marked-up cost", () => {
    const amount = fc.integer({ min: 1, max: 9_000_000 }).map(String);
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 9 }),
        fc.nat({ max: 5000 }),
        amount,
        (all, bps, cap) => {
          const found = rated(passed(bps, cap, ...all)).amountMinor;
          const cost = all.reduce((sum, one) => sum + BigInt(one), 0n);
          expect(found <= BigInt(cap) && found <= (cost * BigInt(10_000 + bps)) / 10_000n + 1n).toBe(true);
        },
      ),
    );
  });
});

test("a milestone is its amount, with the day and the evidence of its acceptance", () => {
  const found = rated({
    ...{ kind: "milestone", id: "cutover", label: "Cut-over", atRisk: true, amountMinor: "500000" },
    ...{ dueOn: "2026-10-15", acceptedOn: "2026-10-20", evidence: "Protocol 7" },
  });
  expect(found).toMatchObject({
    ...{ amountMinor: 500_000n, quantity: null, itemCount: 0 },
    sentence: "$5,000.00, due by 2026-10-15, accepted on 2026-10-20 = $5,000.00",
    evidence: [{ label: "Accepted", on: "2026-10-20", text: "Protocol 7", amountMinor: 500_000n }],
  });
});

describe("a line of a currency without small coins", () => {
  test.each([
    ["ISK", "12345", 12_300n],
    ["UGX", "12350", 12_400n],
    ["KWD", "12345", 12_350n],
    ["JPY", "12345", 12_345n],
    ["HUF", "12345", 12_345n],
  ])("case 30: %s of %s minor units is charged as %s", (currency, amountMinor, charged) => {
    expect(rated({ kind: "fixed", ...plain, amountMinor }, currency).amountMinor).toBe(charged);
  });
});

type Year = { startsOn: string; endsOn?: string | null; month: string };
const ending = ({ startsOn, endsOn = null, month }: Year) =>
  yearsEnding({ startsOn, endsOn, span: billedSpan({ month, startsOn, endsOn }) }).map((one) =>
    [one.year, one.from, one.to, one.billedDays, one.wholeDays].join(" "),
  );

describe("the years of a contract", () => {
  test.each<[string, Year, string[]]>([
    [
      "end with the twelfth month",
      { startsOn: "2026-10-01", month: "2027-09" },
      ["1 2026-10-01 2027-10-01 365 365"],
    ],
    ["do not end before", { startsOn: "2026-10-01", month: "2027-08" }, []],
    ["do not end after", { startsOn: "2026-10-01", month: "2027-10" }, []],
    [
      "end in the middle of a month",
      { startsOn: "2026-10-15", month: "2028-10" },
      ["2 2027-10-15 2028-10-15 366 366"],
    ],
    [
      "case 35: of 29 February end on 28 February and do not drift",
      { startsOn: "2028-02-29", month: "2032-02" },
      ["4 2031-02-28 2032-02-29 366 366"],
    ],
    [
      "are cut short by the contract's end",
      { startsOn: "2026-10-01", endsOn: "2027-03-31", month: "2027-03" },
      ["1 2026-10-01 2027-04-01 182 365"],
    ],
    [
      "two of them end where the contract ends soon after the anniversary",
      { startsOn: "2026-10-15", endsOn: "2027-10-20", month: "2027-10" },
      ["1 2026-10-15 2027-10-15 365 365", "2 2027-10-15 2027-10-21 6 366"],
    ],
  ])("%s", (_name, year, found) => expect(ending(year)).toEqual(found));

  test("P4: tile whatever the start and the length, and every day of every month is in one of them", () => {
    const start = fc
      .integer({ min: 0, max: 731 })
      .map((days) => Temporal.PlainDate.from("2027-06-01").add({ days }));
    fc.assert(
      fc.property(start, fc.integer({ min: 0, max: 1500 }), (first, length) => {
        const endsOn = first.add({ days: length }).toString();
        const startsOn = first.toString();
        const spans = billedSpans({ startsOn, endsOn, zone: "UTC" });
        const years = spans.flatMap((span) => yearsEnding({ startsOn, endsOn, span }));
        expect(years.reduce((sum, year) => sum + year.billedDays, 0)).toBe(length + 1);
        for (const [at, year] of years.entries()) {
          expect(year.year).toBe(at + 1);
          expect(year.from).toBe(years[at - 1]?.to ?? startsOn);
        }
        for (const span of spans)
          expect(years.reduce((sum, year) => sum + daysWithin(span, year), 0)).toBe(span.billedDays);
      }),
    );
  });
});

const TERMS = {
  ...{ moduleCode: "payroll", startsOn: "2026-10-01", monthlyFeeMinor: "100000" },
  billing: { lines: [], yearlyMinimumMinor: "1500000" },
} as unknown as Terms;
const span = (month: string, startsOn = TERMS.startsOn): BilledSpan =>
  billedSpan({ month, startsOn, endsOn: null });
const quantities = (charged: MonthQuantities["charged"] = []): MonthQuantities => ({
  ...{ itemsOf: () => [], seatsOf: () => [], charged },
});
const months = (first: string, count: number) =>
  Array.from({ length: count }, (_, at) =>
    Temporal.PlainYearMonth.from(first).add({ months: at }).toString(),
  );

describe("the yearly minimum", () => {
  const rating = (month: string, charged: MonthQuantities["charged"], terms = TERMS): Rating => {
    const made = monthRating({ terms, month, endsOn: null, quantities: quantities(charged) });
    if (!made) throw new Error("The terms have billing.");
    return made;
  };
  const before = months("2026-10", 11).map((month) => ({ span: span(month), amountMinor: 100_000n }));

  test("is settled in the last month of the contract's year and in no other", () => {
    expect(rating("2027-08", before.slice(0, 10)).years).toBeUndefined();
    const found = rateMonth(rating("2027-09", before), "USD");
    expect(found.lines.at(-1)).toMatchObject({
      ...{ id: "yearly-minimum-1", kind: "yearly_minimum", atRisk: false, amountMinor: 300_000n },
      sentence:
        "$15,000.00 at least for 2026-10-01 to the day before 2027-10-01, less $12,000.00 of its 12 months = " +
        "$3,000.00",
    });
    expect(found).toMatchObject({ feeMinor: 100_000n, chargesMinor: 300_000n });
    expect(chargedMinor(found.lines)).toBe(100_000n);
  });

  test("adds nothing where the year reached it", () => {
    const enough = before.map((one, at) => ({ ...one, amountMinor: at === 0 ? 400_000n : 100_000n }));
    expect(rateMonth(rating("2027-09", enough), "USD").lines).toHaveLength(1);
  });

  test("counts a month that lies in two years by its days, in each", () => {
    const terms = { ...TERMS, startsOn: "2026-10-15" };
    const earlier = months("2026-10", 12).map((month) => ({
      ...{ span: span(month, terms.startsOn), amountMinor: month === "2026-10" ? 54_839n : 100_000n },
    }));
    const [year] = rating("2027-10", earlier, terms).years ?? [];
    expect(year).toMatchObject({ days: 14, billedDays: 365, before: expect.any(Array) });
    expect(year?.before).toHaveLength(12);
    // 15,000.00 − 548.39 − 11 × 1,000.00 − 1,000.00 × 14/31
    expect(rateMonth(rating("2027-10", earlier, terms), "USD").lines.at(-1)?.amountMinor).toBe(
      1_500_000n - 54_839n - 1_100_000n - 45_161n,
    );
  });

  test("of all years together is met to the cent, whatever the months come to", () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(amounts, (list) => {
        const flat = { ...TERMS, monthlyFeeMinor: "0" };
        let paid = 0n;
        const charged: { span: BilledSpan; amountMinor: bigint }[] = [];
        for (const [at, month] of months("2026-10", 24).entries()) {
          const lines = [
            { kind: "fixed" as const, id: "f", label: "F", atRisk: true, amountMinor: String(list[at]) },
          ];
          const found = rateMonth({ ...rating(month, charged, flat), lines }, "USD");
          charged.push({ span: span(month), amountMinor: chargedMinor(found.lines) });
          paid += found.lines.reduce((sum, line) => sum + line.amountMinor, 0n);
        }
        const years = [list.slice(0, 12), list.slice(12)].map((year) =>
          BigInt(year.reduce((a, b) => a + b, 0)),
        );
        expect(paid).toBe(years.reduce((sum, one) => sum + (one < 1_500_000n ? 1_500_000n : one), 0n));
      }),
      { numRuns: 50 },
    );
  });
});

describe("the bundle of a month with further lines", () => {
  const bundle = withRating(
    {
      ...{ id: "m", currency: "USD", feeMinor: "1", commissionBps: 1000 },
      scheme: { kind: "at_risk_pool", poolBps: 1000, capBps: 1000, levels: [] },
    } as StatementBundle,
    {
      span: OCTOBER,
      lines: [passed(500, undefined, "10000")],
      years: [
        {
          ...{ year: 1, minimumMinor: "50000", from: "2025-11-01", to: "2026-11-01" },
          ...{ billedDays: 365, wholeDays: 365, days: 31 },
          before: [{ month: "2026-09", amountMinor: "-100", days: 30, billedDays: 30 }],
        },
      ],
    },
  );

  test("is rebuilt from itself", () => {
    expect(recomputeMonth(JSON.parse(JSON.stringify(bundle)))).toEqual(resultOf(bundle));
    expect(statementFigures(bundle).netMinor).toBe(10_500n + 39_600n);
  });

  test.each([
    ["a cost charged twice", ["rating", "lines", 0, "costs"], [...receipts("1"), ...receipts("1")]],
    ["more days of a month than it has", ["rating", "years", 0, "before", 0, "days"], 31],
    ["another minimum than its lines came from", ["rating", "years", 0, "minimumMinor"], "50001"],
    ["an amount below nothing", ["rating", "lines", 0, "costs", 0, "amountMinor"], "-1"],
  ])("is refused with %s", (_name, path, value) => {
    const broken = JSON.parse(JSON.stringify(bundle));
    const last = path.slice(0, -1).reduce((at, key) => at[key], broken);
    last[path.at(-1) as string] = value;
    expect(recomputeMonth(broken)).toMatchObject({ error: { path: expect.any(String) } });
  });
});
