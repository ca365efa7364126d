import { Temporal } from "temporal-polyfill";

/**
 * The instant, RFC 3339, of what a date-and-time field of the zone holds. What is no date stays as it was
 * written, and the server's rule names it.
 */
export function instantOf(local: string, zone: string): string {
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString();
  } catch {
    return local;
  }
}
