import { Temporal } from "temporal-polyfill";
import { InvalidInput } from "../domain/shared/refusals.ts";

/** A day as the address gives it; throws InvalidInput for anything else. */
export function dayArgument(field: string, value: unknown): Temporal.PlainDate | null {
  if (value === null || value === undefined || value === "") return null;
  const text = String(value);
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw notADay(field);
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    throw notADay(field);
  }
}

const notADay = (field: string) => new InvalidInput([{ field, message: "Give a day as YYYY-MM-DD." }]);
