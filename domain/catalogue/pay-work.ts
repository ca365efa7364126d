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
    { id: "linesWrong", name: "Line items wrong, own errors", kind: "number" },
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

/** What changes between two runs: somebody joins, leaves, or is paid otherwise. */
export const INPUT_CHANGE: WorkItemType = {
  id: "input_change",
  name: "Input change",
  plural: "Input changes",
  fields: [
    {
      id: "kind",
      name: "Kind",
      kind: "choice",
      choices: ["hire", "leave", "rate", "hours", "deduction", "bank_details"],
    },
    { id: "employee", name: "Employee", kind: "text" },
  ],
};

/** A question or a finding about somebody's pay. */
export const PAY_QUERY: WorkItemType = {
  id: "query",
  name: "Query",
  plural: "Queries",
  fields: [{ id: "employee", name: "Employee", kind: "text" }],
};
