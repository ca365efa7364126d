import type { Terms } from "../../domain/contracts/terms.ts";

/** What a contract of the story bills beside its monthly fee, by the key of its plan. */
export const BILLED_PLANS: Readonly<Record<string, Partial<Pick<Terms, "monthlyFeeMinor" | "billing">>>> = {
  "brightline-payroll": {
    monthlyFeeMinor: "45000",
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
