import type { WorkItemField, WorkItemType } from "../catalogue/service-module.ts";
import { parseInstantNanoseconds } from "../shared/instant.ts";
import type { InputIssue } from "../shared/refusals.ts";

/** What is wrong with the fields of a kind of work; empty when all fit. Fields may be left out. */
export function refusedFields(type: WorkItemType, fields: Readonly<Record<string, unknown>>): InputIssue[] {
  const issues: InputIssue[] = [];
  for (const [id, value] of Object.entries(fields)) {
    const field = type.fields.find((one) => one.id === id);
    const message = field ? refusedValue(field, value) : `${type.name} has no field "${id}".`;
    if (message) issues.push({ field: `fields.${id}`, message });
  }
  return issues;
}

function refusedValue(field: WorkItemField, value: unknown): string | null {
  if (value === null) return null;
  switch (field.kind) {
    case "text":
      return typeof value === "string" ? null : `${field.name} is a text.`;
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? null : `${field.name} is a number.`;
    case "money":
      return /^-?\d{1,18}$/.test(String(value))
        ? null
        : `${field.name} is an amount in the smallest units.`;
    case "date":
      return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)
        ? null
        : `${field.name} is a date.`;
    case "moment":
      return typeof value === "string" && parseInstantNanoseconds(value) !== null
        ? null
        : `${field.name} is an instant such as 2026-03-06T14:00:00Z.`;
    case "yes_no":
      return typeof value === "boolean" ? null : `${field.name} is yes or no.`;
    case "choice":
      return field.choices?.includes(String(value))
        ? null
        : `${field.name} is one of ${field.choices?.join(", ")}.`;
    default:
      return field.kind satisfies never;
  }
}
