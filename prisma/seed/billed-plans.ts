import type { Temporal } from "temporal-polyfill";
import type { Terms } from "../../domain/contracts/terms.ts";

/** Lines with days of their own, counted from the running month, by the key of the plan. */
export const DATED_PLANS: Readonly<
  Record<string, (runningMonth: Temporal.PlainYearMonth) => Pick<Terms, "billing">>
> = {
  "brightline-books": (runningMonth) => {
    const first = runningMonth.toPlainDate({ day: 1 });
    const milestone = (id: string, p: { name: string; amountMinor: string; dueInDays: number }) => ({
      ...({ kind: "milestone", id, name: p.name, amountMinor: p.amountMinor } as const),
      dueOn: first.add({ days: p.dueInDays }).toString(),
    });
    return {
      billing: {
        lines: [
          milestone("move", { name: "Move to the new ledger", amountMinor: "240000", dueInDays: 9 }),
          milestone("receipts", { name: "Seven years of receipts", amountMinor: "90000", dueInDays: 24 }),
          milestone("audit-file", { name: "File for the auditor", amountMinor: "130000", dueInDays: 75 }),
          {
            ...({ kind: "pass_through", id: "fees", name: "Registry fees" } as const),
            ...{ markupBps: 500, capMinor: "60000" },
          },
        ],
        costCentre: "4420 Books",
      },
    };
  },
};

/** What a contract of the story bills beside its monthly fee, by the key of its plan. */
export const BILLED_PLANS: Readonly<
  Record<string, Partial<Pick<Terms, "monthlyFeeMinor" | "billing" | "silence">>>
> = {
  "brightline-payroll": {
    monthlyFeeMinor: "45000",
    silence: { noticeAfterDays: [3, 6], approvedAfterDays: 30 },
    billing: {
      lines: [
        {
          ...{ kind: "per_employee", id: "people", name: "People paid", unitPriceMinor: "1450" },
          quantity: { by: "largest", type: "pay_run", field: "employees" },
        },
        {
          ...{ kind: "per_unit", id: "filings", name: "Filings", unitPriceMinor: "3500" },
          quantity: { by: "count", type: "filing" },
        },
        {
          ...{ kind: "fixed", id: "portal", name: "Payslip portal", amountMinor: "6000", atRisk: false },
        },
      ],
      minimumMinor: "200000",
      purchaseOrder: { number: "BS-2291", amountMinor: "6000000" },
      costCentre: "4410 People",
    },
  },
  "tern-papers": {
    monthlyFeeMinor: "30000",
    billing: {
      lines: [
        {
          ...{ kind: "tiered", id: "documents", name: "Documents keyed" },
          quantity: { by: "sum", type: "batch", field: "documents" },
          bands: [
            { upTo: "3000", unitPriceMinor: "42" },
            { upTo: "6000", unitPriceMinor: "34.5" },
            { unitPriceMinor: "27.25" },
          ],
        },
        { ...{ kind: "per_seat", id: "desk", name: "Customs desk", unitPriceMinor: "38000" }, seats: 2 },
      ],
      costCentre: "TERN-OPS-07",
    },
  },
};
