import type { z } from "zod";
import { DomainError } from "./domain-error.ts";

/** A thing that is not there, or that the viewer may not know of: the two get the same answer. */
export class NotFound extends DomainError {
  constructor(noun: string) {
    super({ code: "not_found", message: `There is no such ${noun}.` });
  }
}

/** What is asked for was kept for a time, and that time is over. */
export class RecordGone extends DomainError {
  constructor(what: string) {
    super({
      code: "record_gone",
      message: `${what} was kept for a time and is gone by now. Send it again where it is still needed.`,
    });
  }
}

/** The key that it was sealed under is destroyed; nobody reads it any more. */
export class Erased extends DomainError {
  constructor() {
    super({ code: "erased", message: "This was erased with the organisation that it belonged to." });
  }
}

export class NotAllowed extends DomainError {
  constructor(message = "Your role does not allow this.") {
    super({ code: "not_allowed", message });
  }
}

export type InputIssue = { field: string; message: string };

/** Input that does not fit; every issue names its field, so that a form can show it there. */
export class InvalidInput extends DomainError {
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    const first = issues[0];
    super({
      code: "invalid_input",
      message: first ? first.message : "The input does not fit.",
      ...(first ? { field: first.field } : {}),
    });
    this.issues = issues;
  }
}

/** Parses with a Zod schema; throws InvalidInput with one issue a field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    field: issue.path.join("."),
    message: issue.message,
  }));
  throw new InvalidInput(issues);
}
