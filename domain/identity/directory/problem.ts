/** The words of RFC 7644, 3.12 for what is wrong with a request. */
export type ScimType =
  | "invalidFilter"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "invalidValue"
  | "noTarget"
  | "tooMany";

/**
 * Why a request of a directory (SCIM) is refused: the status, and its kind where RFC 7644 has a word for
 * it.
 */
export class DirectoryProblem extends Error {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 429;
  readonly scimType: ScimType | null;

  constructor(status: DirectoryProblem["status"], detail: string, scimType: ScimType | null = null) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

export const badValue = (detail: string) => new DirectoryProblem(400, detail, "invalidValue");

/** The value under a name in whatever case: attribute names are not case sensitive (RFC 7643, 2.1). */
export function attribute(of: unknown, name: string): unknown {
  if (!isObject(of)) return undefined;
  if (Object.hasOwn(of, name)) return of[name];
  const key = Object.keys(of).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : of[key];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
