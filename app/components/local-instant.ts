import { Temporal } from "temporal-polyfill";
import { instantOfLocal } from "../../domain/shared/zoned.ts";

/**
 * The instant, RFC 3339, of what a date-and-time field of the zone holds. What is no date stays as it was
 * written, and the server's rule names it.
 */
export function instantOf(local: string, zone: string): string {
  try {
    return instantOfLocal(Temporal.PlainDateTime.from(local), zone).toString();
  } catch {
    return local;
  }
}
