import { invalidParameter } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/**
 * Refuses every parameter that is not listed. Stripe refuses a name that it does not know; this refuses also
 * what it knows and the stand-in does not simulate, so that nothing is ignored in silence.
 */
export function onlyParams(params: JsonObject, allowed: readonly string[]): void {
  for (const name of Object.keys(params)) {
    if (allowed.includes(name) || name === "expand") continue;
    throw invalidParameter({
      param: name,
      code: "parameter_unknown",
      message: `Received unknown parameter: ${name} (or one that the local Stripe does not simulate)`,
    });
  }
}

export function textParam(params: JsonObject, name: string): string | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string")
    throw invalidParameter({ param: name, message: `Invalid string: ${name}` });
  return value;
}

/** A text where the empty text unsets the field. */
export function nullableText(params: JsonObject, name: string): string | null | undefined {
  const value = params[name] === null ? "" : textParam(params, name);
  return value === "" ? null : value;
}

export function requiredText(params: JsonObject, name: string): string {
  const value = textParam(params, name);
  if (value === undefined || value === "") throw missing(name);
  return value;
}

export function integerParam(params: JsonObject, name: string): number | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  const parsed =
    typeof value === "number" ? value : /^-?\d+$/.test(String(value)) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(parsed)) {
    throw invalidParameter({
      param: name,
      code: "parameter_invalid_integer",
      message: `Invalid integer: ${String(value)}`,
    });
  }
  return parsed;
}

export function requiredInteger(params: JsonObject, name: string): number {
  const value = integerParam(params, name);
  if (value === undefined) throw missing(name);
  return value;
}

/** A whole number of minor units above zero, at most twelve digits. */
export function positiveAmount(params: JsonObject, name: string): number | undefined {
  const value = integerParam(params, name);
  if (value === undefined) return undefined;
  if (value <= 0) {
    throw invalidParameter({
      param: name,
      code: "parameter_invalid_integer",
      message: "This value must be greater than or equal to 1.",
    });
  }
  if (value > 999_999_999_999) {
    throw invalidParameter({
      param: name,
      code: "amount_too_large",
      message: "Amount must be no more than 12 digits.",
    });
  }
  return value;
}

export function flagParam(params: JsonObject, name: string): boolean | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw invalidParameter({ param: name, message: `Invalid boolean: ${String(value)}` });
}

export function oneOf<const T extends string>(
  params: JsonObject,
  { name, words }: { name: string; words: readonly T[] },
): T | undefined {
  const value = textParam(params, name);
  if (value === undefined) return undefined;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) {
    throw invalidParameter({ param: name, message: `Invalid ${name}: must be one of ${words.join(", ")}` });
  }
  return word;
}

export function currencyParam(params: JsonObject, name: string): string | undefined {
  const value = textParam(params, name)?.toLowerCase();
  if (value !== undefined && !/^[a-z]{3}$/.test(value)) {
    throw invalidParameter({ param: name, message: `Invalid currency: ${value}` });
  }
  return value;
}

export function objectParam(params: JsonObject, name: string): JsonObject | undefined {
  const value = params[name];
  if (value === undefined || value === "" || value === null) return undefined;
  if (!isObject(value)) throw invalidParameter({ param: name, message: `Invalid object: ${name}` });
  return value;
}

export function listParam(params: JsonObject, name: string): Json[] | undefined {
  const value = params[name];
  if (value === undefined || value === "") return undefined;
  if (!Array.isArray(value)) throw invalidParameter({ param: name, message: "Invalid array" });
  return value;
}

/** Metadata after an update: keys merge, an empty value removes its key, an empty text removes all. */
export function mergedMetadata(
  params: JsonObject,
  { existing, name = "metadata" }: { existing?: Record<string, string>; name?: string } = {},
): Record<string, string> {
  if (params[name] === "") return {};
  const merged = { ...existing };
  for (const [key, value] of Object.entries(objectParam(params, name) ?? {})) {
    if (key.length > 40) {
      throw invalidParameter({ param: name, message: "Metadata keys can have up to 40 characters." });
    }
    if (String(value).length > 500) {
      throw invalidParameter({ param: name, message: "Metadata values can have up to 500 characters." });
    }
    if (value === "" || value === null) delete merged[key];
    else merged[key] = String(value);
  }
  return merged;
}

export function missing(name: string) {
  return invalidParameter({
    param: name,
    code: "parameter_missing",
    message: `Missing required param: ${name}.`,
  });
}
