import { expect, test } from "vitest";
import { workedTerms } from "../../test/factories/worked-terms.ts";
import type { CommissionRule } from "../contracts/commission-rule.ts";
import { changes, dryRun } from "./commission-dry-run.ts";
import { draftStatement } from "./statement-draft.ts";

const levels = ["accuracy", "turnaround", "compliance"].map((levelId, index) => ({
  ...{ levelId, excused: false, n: 100, misses: 0, interval: null },
  measured: ["96.2", "97.1", "98"][index] ?? "",
}));

function contract(providerId: string, commissionBps = 1000) {
  const { bundle, figures } = draftStatement({ id: "s", terms: workedTerms({ commissionBps }), levels });
  return {
    ...{ engagementId: providerId, title: "Books", buyerName: "B", providerName: "P", providerId },
    ...{ moduleCode: "bookkeeping", currency: "USD", signedBps: commissionBps },
    statements: [{ bundle, commissionMinor: figures.commissionMinor }],
  };
}

const rule = (change: Partial<CommissionRule>): CommissionRule => ({
  ...{ id: "r", providerId: null, moduleCode: null, currency: null, commissionBps: 1000 },
  ...{ startsOn: "2026-01-01", endsOn: null, ...change },
});

test("a dry run says which rule matched and what the statements would have come to", () => {
  const rows = dryRun({
    draft: rule({ providerId: "q", commissionBps: 2000 }),
    rules: [rule({ moduleCode: "bookkeeping", commissionBps: 800 })],
    contracts: [contract("p"), contract("q", 1500)],
  });
  expect(rows.map((row) => [row.providerId, changes(row), row.beforeBps, row.afterBps])).toEqual([
    ["q", true, 800, 2000],
    ["p", false, 800, 800],
  ]);
  // The worked month's net is 3,784.00: 15 % were signed, 8 % and 20 % would have been proposed.
  expect(rows[0]).toMatchObject({ takenMinor: 56_760n, beforeMinor: 30_272n, afterMinor: 75_680n });
  expect(rows[1]).toMatchObject({ takenMinor: 37_840n, beforeMinor: 30_272n, afterMinor: 30_272n });
});

test("at the signed commission a dry run finds what the statement took, to the cent", () => {
  for (const bps of [0, 1, 333, 1000, 4999, 5000]) {
    const one = contract("p", bps);
    const [row] = dryRun({
      draft: rule({ commissionBps: bps }),
      rules: [],
      contracts: [one],
    });
    expect(row?.afterMinor).toBe(one.statements[0]?.commissionMinor);
  }
});

test("a rule of another currency or a later day changes nothing", () => {
  const contracts = [contract("p")];
  for (const draft of [rule({ currency: "EUR", commissionBps: 1 }), rule({ moduleCode: "payroll" })])
    expect(dryRun({ draft, rules: [], contracts }).some(changes)).toBe(false);
});
