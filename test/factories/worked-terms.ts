import type { Terms } from "../../domain/contracts/terms.ts";

const bookkeepingLevel = (p: {
  id: string;
  name: string;
  metric: string;
  weightBps: number;
  target: string;
  minimum: string;
}) => ({
  ...p,
  kind: "ratio" as const,
  workItemTypes: ["posting_line"],
  direction: "higher" as const,
  unit: "%",
  missBps: 5000,
  failBps: 10_000,
  minimumSample: 0,
});

/**
 * Terms whose fee, pool, weights and borders are those of the worked example; turnaround in per cent in
 * time.
 */
export function workedTerms(change: Partial<Terms> = {}): Terms {
  return {
    moduleCode: "bookkeeping",
    title: "Bookkeeping for Brightline",
    summary: "Posting, reconciliation and filing.",
    outcomes: [
      { id: "books", text: "Closed books every month", acceptance: "The trial balance is reviewed" },
    ],
    serviceLevels: [
      bookkeepingLevel({
        id: "accuracy",
        name: "Posting accuracy",
        metric: "posting_accuracy",
        weightBps: 4000,
        target: "98.0",
        minimum: "95.0",
      }),
      bookkeepingLevel({
        id: "turnaround",
        name: "Turnaround",
        metric: "first_pass_match_rate",
        weightBps: 3500,
        target: "96.0",
        minimum: "94.0",
      }),
      bookkeepingLevel({
        id: "compliance",
        name: "Filings on time",
        metric: "reconciliation_coverage",
        weightBps: 2500,
        target: "100",
        minimum: "100",
      }),
    ],
    calendar: null,
    zone: "Europe/London",
    currency: "USD",
    monthlyFeeMinor: "400000",
    scheme: { kind: "at_risk_pool", poolBps: 1200, capBps: 1200 },
    commissionBps: 1000,
    reopenPolicy: "continue",
    reopenWindowDays: 5,
    startsOn: "2026-10-01",
    termMonths: 12,
    noticeDays: 30,
    paymentTermsDays: 14,
    requiredAttestations: [],
    ...change,
  };
}
