import type { SummaryError } from "../../components/error-summary.tsx";
import type { Values } from "./terms-values.ts";

export type Issue = { field: string; message: string };

/** What every part of the form needs: the texts to show and the refusals to show beside them. */
export type FormState = { values: Values; issues: readonly Issue[] };

/** Name, id, text and error of one field, as the field components take them. */
export function fieldOf({ values, issues }: FormState, name: string) {
  const error = issues.find((issue) => issue.field === name)?.message;
  return { id: idOf(name), name, defaultValue: values[name] ?? "", ...(error ? { error } : {}) };
}

/** The issues as the list above the form, each leading to its field. */
export function summaryOf(issues: readonly Issue[]): SummaryError[] {
  return issues.map(({ field, message }) => ({ message, fieldId: idOf(field) }));
}

export function idOf(name: string): string {
  return `terms-${name.replaceAll(".", "-")}`;
}
