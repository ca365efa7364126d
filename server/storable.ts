/**
 * A value whose texts PostgreSQL can hold. It takes neither a NUL nor half of a surrogate pair and would
 * fail the whole operation, so each becomes the character that stands for one that could not be read.
 */
export function storable<Value>(value: Value): Value {
  return cleaned(value) as Value;
}

/** The value itself where nothing in it has to change: ten thousand events are looked through, not copied. */
function cleaned(value: unknown): unknown {
  if (typeof value === "string")
    return value.isWellFormed() && !value.includes("\0")
      ? value
      : value.toWellFormed().replaceAll("\0", "\uFFFD");
  if (typeof value !== "object" || value === null || isClean(value)) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [cleaned(name), cleaned(one)]));
}

function isClean(value: object): boolean {
  if (Array.isArray(value)) return value.every((one) => cleaned(one) === one);
  for (const name in value) {
    const one: unknown = (value as Record<string, unknown>)[name];
    if (cleaned(name) !== name || cleaned(one) !== one) return false;
  }
  return true;
}
