import type { WorkItemType } from "./service-module.ts";

/** A pay run, whoever employs the people. */
export const PAY_RUN: WorkItemType = {
  id: "pay_run",
  name: "Pay run",
  plural: "Pay runs",
  fields: [
    {
      id: "kind",
      name: "Kind",
      kind: "choice",
      choices: ["regular", "off_cycle", "bonus", "final", "correction"],
    },
    { id: "payDate", name: "Pay date", kind: "date" },
    { id: "employees", name: "Employees", kind: "number" },
    { id: "grossMinor", name: "Gross", kind: "money" },
    { id: "lines", name: "Line items", kind: "number" },
    { id: "linesWrong", name: "Line items wrong", kind: "number" },
    { id: "payslipHours", name: "Hours from credit to payslips", kind: "number" },
  ],
};

/** One payslip, checked after it was issued. */
export const PAYSLIP_CHECK: WorkItemType = {
  id: "payslip_check",
  name: "Payslip check",
  plural: "Payslip checks",
  fields: [
    { id: "employee", name: "Employee", kind: "text" },
    { id: "correct", name: "Correct as issued", kind: "yes_no" },
    {
      id: "errorCause",
      name: "Cause",
      kind: "choice",
      choices: ["provider", "buyer_input", "authority"],
    },
  ],
};
