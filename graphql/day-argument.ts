import { Temporal } from "temporal-polyfill";
import { isCalendarDay } from "../domain/shared/calendar-day.ts";
import { InvalidInput } from "../domain/shared/refusals.ts";

/** A day as the address gives it; throws InvalidInput for anything else. */
export function dayArgument(field: string, value: unknown): Temporal.PlainDate | null {
  if (value === null || value === undefined || value === "") return null;
  const text = String(value);
  if (!isCalendarDay(text)) throw notADay(field);
  return Temporal.PlainDate.from(text);
}

const notADay = (field: string) => new InvalidInput([{ field, message: "Give a day as YYYY-MM-DD." }]);
