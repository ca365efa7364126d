import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type EarningsMonth, earningsCsv, earningsJson, yearTotals } from "./earnings.ts";

const month = (given: Partial<EarningsMonth>): EarningsMonth => ({
  ...{ providerId: "p1", providerName: "Ledgerwell", month: "2026-10", currency: "USD", payments: 1 },
  ...{ grossMinor: 378_400n, commissionMinor: 37_840n, earnedMinor: 340_560n, creditNotesMinor: 0n },
  ...{ lostMinor: 0n, paidOutMinor: 340_560n, returnedMinor: 0n, closingMinor: 0n, disputedMinor: 0n },
  ...given,
});
const taken = { returnedMinor: 340_560n, closingMinor: 340_560n, disputedMinor: 340_560n };
const quiet = { payments: 0, grossMinor: 0n, commissionMinor: 0n, earnedMinor: 0n, paidOutMinor: 0n };
const dispute = {
  ...{ providerId: "p1", providerName: "Ledgerwell", currency: "USD", disputeId: "d1" },
  ...{ invoiceNumber: "ER-1", day: "2026-11-03", kind: "reversed" as const, amountMinor: 340_560n },
};

describe("the sums of a year", () => {
  test("are by provider and currency, each amount the sum of its months", () => {
    const amounts = fc.record({
      currency: fc.constantFrom("USD", "EUR"),
      providerId: fc.constantFrom("p1", "p2"),
      payments: fc.nat(9),
      ...{ grossMinor: fc.bigInt(0n, 10n ** 12n), lostMinor: fc.bigInt(0n, 10n ** 12n) },
      returnedMinor: fc.bigInt(0n, 10n ** 12n),
    });
    fc.assert(
      fc.property(fc.array(amounts), (given) => {
        const months = given.map(month);
        const totals = yearTotals(months);
        expect(new Set(totals.map((one) => `${one.providerId} ${one.currency}`)).size).toBe(totals.length);
        for (const total of totals) {
          const own = months.filter(
            (one) => one.providerId === total.providerId && one.currency === total.currency,
          );
          for (const key of ["grossMinor", "lostMinor", "returnedMinor", "paidOutMinor"] as const)
            expect(total[key]).toBe(own.reduce((sum, one) => sum + one[key], 0n));
          expect(total.payments).toBe(own.reduce((sum, one) => sum + one.payments, 0));
        }
      }),
    );
  });

  test("of no months are none", () => expect(yearTotals([])).toEqual([]));
});

describe("a year as a file", () => {
  const months = [month({}), month({ ...quiet, ...taken, month: "2026-11" })];

  test("for spreadsheets has a line a month and one of their sums, with what disputes took", () => {
    const [head, october, november, total, end] = earningsCsv({ year: 2026, months, disputes: [] }).split(
      "\r\n",
    );
    expect(head?.split(",")).toHaveLength(14);
    expect(october).toBe(
      "Ledgerwell,2026-10,USD,1,3784.00,378.40,3405.60,0.00,0.00,3405.60,3405.60,0.00,0.00,0.00",
    );
    expect(november).toBe(
      "Ledgerwell,2026-11,USD,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,3405.60,3405.60,3405.60",
    );
    expect(total).toBe(
      "Ledgerwell,2026,USD,1,3784.00,378.40,3405.60,0.00,0.00,3405.60,3405.60,3405.60,3405.60,3405.60",
    );
    expect(end).toBe("");
  });

  test("for programs has the sums, the months and what happened in disputes", () => {
    expect(earningsJson({ year: 2026, months, disputes: [dispute] })).toMatchObject({
      year: 2026,
      totals: [{ provider: { id: "p1" }, currency: "USD", payments: 1, takenBackForDisputes: "3405.60" }],
      months: [{ month: "2026-10" }, { month: "2026-11", ofItUnderDispute: "3405.60" }],
      disputes: [
        { dispute: "d1", invoice: "ER-1", day: "2026-11-03", kind: "reversed", amount: "3405.60" },
      ],
    });
  });
});
