export type DomainErrorInput = {
  /** Stable, snake_case, for programs: `order_already_signed`. */
  code: string;
  /** One sentence in the user's words, saying what to do next where there is something to do. */
  message: string;
  /** Dotted path of the input field the refusal belongs to, where it belongs to one. */
  field?: string;
  /** Values a page may want to show beside the sentence. */
  details?: Readonly<Record<string, unknown>>;
  cause?: unknown;
};

/**
 * A refusal that a rule of the domain gives and a user may read. One subclass per refusal; anything that is
 * not a DomainError is a programming error and is masked at the edge.
 */
export class DomainError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(input: DomainErrorInput) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.name = new.target.name;
    this.code = input.code;
    this.field = input.field;
    this.details = input.details ?? {};
  }
}
