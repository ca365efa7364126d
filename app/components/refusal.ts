import type { SummaryError } from "./error-summary.tsx";

/** Why the server refused a form: as a whole, and field by field where what was entered is at fault. */
export interface Refusal {
  message: string;
  issues: readonly { field: string; message: string }[];
}

/** A mutation's answer as the API gives it: done, or refused with a message and perhaps with its fields. */
export type Answer = { __typename: string; message?: string; issues?: Refusal["issues"] };

/** The refusal in an answer; null where the deed is done. */
export function refusalIn({ message, issues }: Answer): Refusal | null {
  return message === undefined ? null : { message, issues: issues ?? [] };
}

/** What stands beside one field of the form: the field's issue, or nothing. */
export function fieldErrors(refusal: Refusal | undefined): (field: string) => string {
  return (field) => refusal?.issues.find((issue) => issue.field === field)?.message ?? "";
}

/**
 * What stands above the form: every issue, or the refusal itself where no field is named. `idPrefix` makes
 * each a link to its control, whose id is the prefix and the field's name.
 */
export function summaryErrors(refusal: Refusal | undefined, idPrefix?: string): SummaryError[] {
  if (!refusal) return [];
  if (refusal.issues.length === 0) return [{ message: refusal.message }];
  return refusal.issues.map(({ field, message }) =>
    idPrefix === undefined ? { message } : { message, fieldId: `${idPrefix}${field}` },
  );
}
