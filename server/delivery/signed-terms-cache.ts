import { type Terms, termsSchema } from "../../domain/contracts/terms.ts";

/** Contracts that are measured together: some kilobytes each. */
const MOST = 2_000;
const byVersion = new Map<string, Terms>();

/**
 * The terms of a version, checked and completed once: versions are only ever added. What is answered is
 * shared by everybody who asks, and therefore frozen. Throws what the schema throws.
 */
export function termsOfVersion(version: { id: string; hash: string; json: string }): Terms {
  const key = `${version.id} ${version.hash}`;
  const known = byVersion.get(key);
  if (known) return known;
  const terms = frozen(termsSchema.parse(JSON.parse(version.json)));
  if (byVersion.size >= MOST) byVersion.clear();
  byVersion.set(key, terms);
  return terms;
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) frozen(member);
  return value;
}
