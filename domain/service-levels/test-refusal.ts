import { DomainError } from "../shared/domain-error.ts";

type Refusal = Pick<DomainError, "code" | "message" | "field" | "details">;

/** What a refusal tells its reader; null where nothing was refused. */
export function refusalOf(deed: () => unknown): Refusal | null {
  try {
    deed();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code, message, field, details } = error;
    return { code, message, field, details };
  }
  return null;
}

/** The same of a refusal that is at hand. */
export function told(error: Error): Refusal | null {
  return refusalOf(() => {
    throw error;
  });
}
