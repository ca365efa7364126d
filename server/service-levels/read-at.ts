import { Temporal } from "temporal-polyfill";
import type { Period } from "../../domain/shared/period.ts";

/** A month is read at its end, or now where it has not ended. */
export function readAt(period: Period, now: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(now, period.to) < 0 ? now : period.to;
}

const texts = new WeakMap<Temporal.Instant, string>();

/** RFC 3339; written once for each end of a month, which many contracts share. */
export function textOfInstant(instant: Temporal.Instant): string {
  const text = texts.get(instant) ?? instant.toString();
  texts.set(instant, text);
  return text;
}
