import { metric } from "../define-metric.ts";
import { finishedByDate, hadEvent, shareOf } from "../metric-measure.ts";
import { claimedBySeller, type Metric, PRACTICE } from "../service-module.ts";

export const GUIDE = claimedBySeller("A provider's published processing times", "paybooks.in");

/** Filings against the date they carry, whoever files them. */
export const FILED_BY_DATE: Metric = metric({
  id: "filings_by_due_date",
  name: "Filed by the due date",
  words: ["filings accepted on or before their due date", "filings due"],
  unit: "percent",
  direction: "higher",
  kind: "event",
  usual: ["100", "98"],
  source: claimedBySeller("A provider's published level", "omnihr.co"),
  // The date is what the provider is held to: it is not the provider's to move.
  correctedBy: "buyer",
  minimumSample: 1,
  measure: finishedByDate("dueOn"),
  workItemTypes: ["filing"],
  guard: "Late inputs excuse only what they delayed: each such claim names the input and its date.",
});

/** What follows a run, whoever employs the people. */
export const AFTER_RUN: readonly Metric[] = [
  metric({
    id: "payslips_delivered",
    name: "Payslips within a day of credit",
    words: ["runs whose payslips were out within 24 hours of the credit", "runs paid"],
    unit: "percent",
    direction: "higher",
    kind: "event",
    usual: ["100", "95"],
    source: GUIDE,
    minimumSample: 1,
    measure: shareOf({
      hit: { field: "payslipHours", atMost: "24" },
      among: { field: "payslipHours", answered: true },
    }),
    workItemTypes: ["pay_run"],
    guard: "Publishing drafts stops the clock: a corrected payslip counts from its correction.",
  }),
  metric({
    id: "corrections_same_day",
    name: "Corrections in time",
    words: ["corrections made within the agreed time", "corrections asked for"],
    unit: "percent",
    direction: "higher",
    kind: "event",
    usual: ["95", "85"],
    source: GUIDE,
    minimumSample: 5,
    measure: { by: "clock", clock: "resolve" },
    workItemTypes: ["query"],
    guard: "Rejected findings leave the count: a rejection names its reason.",
  }),
  metric({
    id: "corrections_same_day_by_two",
    name: "Found before 14:00, corrected the same day",
    words: ["corrections made on the day they were asked for", "corrections asked for before 14:00"],
    unit: "percent",
    direction: "higher",
    kind: "event",
    usual: ["95", "85"],
    source: GUIDE,
    minimumSample: 5,
    measure: shareOf({ hit: { finishedSameDay: true }, among: { begunBefore: "14:00" } }),
    workItemTypes: ["query"],
    guard: "A finding registered in the afternoon does not count: it begins when the buyer wrote.",
  }),
  metric({
    id: "joiner_leaver_turnaround",
    name: "Joiners and leavers off cycle",
    words: [
      "business days from a joiner's or leaver's input to its off-cycle run",
      "one change; the 90th percentile counts",
    ],
    unit: "business_days",
    direction: "lower",
    kind: "event",
    usual: ["5", "8"],
    source: GUIDE,
    measure: {
      by: "duration",
      clock: "resolve",
      statistic: "p90",
      in: "business_days",
      where: {
        any: [
          { field: "kind", is: "hire" },
          { field: "kind", is: "leave" },
        ],
      },
    },
    workItemTypes: ["input_change"],
    guard: "Waiting for documents is the buyer's time: pauses carry a name and a reason.",
  }),
  metric({
    id: "corrected_runs",
    name: "Runs reopened",
    words: ["runs reopened after approval", "runs"],
    unit: "percent",
    direction: "lower",
    kind: "event",
    usual: ["2", "5"],
    source: PRACTICE,
    minimumSample: 1,
    measure: hadEvent("reopen"),
    workItemTypes: ["pay_run"],
    guard: "A correction run in place of a reopening hides it: read it beside off-cycle runs.",
  }),
];

/** What a payroll files: by its date, and within the time agreed. */
export const FILING: readonly Metric[] = [
  metric({
    id: "filings_on_time",
    name: "Filings on time",
    words: ["filings accepted within the agreed time", "filings accepted, plus those already late"],
    unit: "percent",
    direction: "higher",
    kind: "event",
    usual: ["100", "98"],
    source: claimedBySeller("A provider's published level", "omnihr.co"),
    minimumSample: 1,
    measure: { by: "clock", clock: "resolve" },
    workItemTypes: ["filing"],
    guard: "Sent is not accepted: the clock stops with the authority's receipt.",
  }),
  FILED_BY_DATE,
];
