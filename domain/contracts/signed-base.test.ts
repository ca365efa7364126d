import { expect, test } from "vitest";
import type { BillingTerms } from "./billing-terms.ts";
import { signedBaseMinor } from "./signed-base.ts";

const seats = { kind: "per_seat", id: "d", name: "Desk", unitPriceMinor: "100.5", seats: 3 } as const;
const fixed = { kind: "fixed", id: "f", name: "Portal", amountMinor: "5000" } as const;

test.each<[string, BillingTerms | undefined, bigint]>([
  ["a flat fee alone", undefined, 10_000n],
  ["fixed lines and seats, rounded once", { lines: [fixed, seats] }, 15_302n],
  ["not what no credit is a share of", { lines: [{ ...fixed, atRisk: false }, seats] }, 10_302n],
  [
    "no volumes, milestones or costs",
    {
      lines: [
        { kind: "milestone", id: "m", name: "M", amountMinor: "9", dueOn: "2026-12-01" },
        { kind: "pass_through", id: "p", name: "P", markupBps: 0 },
        {
          ...{ kind: "per_unit", id: "u", name: "U", unitPriceMinor: "9" },
          quantity: { by: "count", type: "bill" },
        },
      ],
    },
    10_000n,
  ],
])("what credits are a share of as signed: %s", (_name, billing, base) => {
  expect(signedBaseMinor({ monthlyFeeMinor: "10000", billing })).toBe(base);
});
