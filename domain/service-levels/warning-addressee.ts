import { z } from "zod";
import type { Role } from "../identity/viewer.ts";
import { type BusinessCalendar, WEEKDAYS, type Weekday } from "../shared/business-calendar.ts";
import type { EpochSeconds } from "../shared/instant.ts";
import { isZone } from "../shared/zone-offsets.ts";
import { compileCalendar } from "./compiled-calendar.ts";
import type { WarningStep } from "./warning-step.ts";

/** When a person wants to be told, on the wall of their own zone. */
export type NoticeHours = { zone: string; opens: string; closes: string; days: readonly Weekday[] };

export const USUAL_HOURS = {
  opens: "08:00",
  closes: "18:00",
  days: ["mon", "tue", "wed", "thu", "fri"],
} as const satisfies Omit<NoticeHours, "zone">;

export const noticeHoursSchema = z
  .strictObject({
    zone: z.string().refine(isZone, { error: "Choose a time zone, such as Europe/Berlin." }),
    opens: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write the start as HH:MM."),
    closes: z
      .string()
      .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "Write the end as HH:MM, 24:00 at the latest."),
    days: z.array(z.enum(WEEKDAYS)).min(1, "Choose at least one day.").max(7),
  })
  .refine((hours) => hours.opens < hours.closes, {
    path: ["closes"],
    error: "The end lies after the start.",
  });

/** Somebody whom a warning may be for. */
export type Person = { userId: string; side: "buyer" | "provider"; role: Role; hours: NoticeHours };

/** The priority that is told at any hour (T6). */
export const ANY_HOUR_PRIORITY = "P1";

const DELIVERY: readonly WarningStep[] = ["50", "75", "90", "predicted", "breach"];
const LEAD: readonly WarningStep[] = ["90", "predicted", "breach"];
const BUYER: readonly WarningStep[] = ["90", "breach"];

/**
 * Whom a step concerns: the provider's delivery always, its lead from 90 % and where a breach is foreseen,
 * the buyer's operations at 90 % and at the breach. Where a side has nobody in the role, its owner stands in.
 */
export function addresseesOf<P extends Person>(step: WarningStep, people: readonly P[]): P[] {
  const of = (side: Person["side"], role: Role) =>
    people.filter((one) => one.side === side && one.role === role);
  const leads = of("provider", "owner");
  const delivery = standIn(of("provider", "delivery_manager"), leads);
  const buyers = standIn(of("buyer", "operations_lead"), of("buyer", "owner"));
  const concerned = [
    ...(DELIVERY.includes(step) ? delivery : []),
    ...(LEAD.includes(step) ? leads : []),
    ...(BUYER.includes(step) ? buyers : []),
  ];
  return [...new Set(concerned)];
}

function standIn<P>(first: readonly P[], otherwise: readonly P[]): readonly P[] {
  return first.length > 0 ? first : otherwise;
}

/**
 * From when a person is shown what was raised at `at`: at once in their hours, else when these next open. What
 * has the highest priority is shown at once.
 */
export function shownFrom(p: {
  at: EpochSeconds;
  priority: string | null;
  hours: NoticeHours;
}): EpochSeconds {
  if (p.priority === ANY_HOUR_PRIORITY) return p.at;
  const calendar = compileCalendar(calendarOf(p.hours));
  if (calendar.isOpen(p.at)) return p.at;
  // Two weeks hold every weekday's opening, whatever the clocks do in them.
  return calendar.openIn(p.at, p.at + 14 * 86_400)[0]?.from ?? p.at;
}

function calendarOf({ zone, opens, closes, days }: NoticeHours): BusinessCalendar {
  const span: [string, string] = [opens, closes];
  return { zone, weekly: Object.fromEntries(days.map((day) => [day, [span]])) };
}
