import { z } from "zod";
import { bpsOfPercent } from "../contracts/percent-input.ts";
import { isZone } from "../contracts/terms.ts";
import { isKnownCurrency } from "../shared/currency.ts";
import { parseMoney } from "../shared/parse-money.ts";

const days = (what: string, most: number) => {
  const message = `${what} is a whole number of days from 0 to ${most}.`;
  return z.coerce.number({ error: message }).int(message).min(0, message).max(most, message);
};

/** A schedule as a form or a program sends it; amounts and the percentage as they are typed. */
export const payoutScheduleInput = z
  .object({
    providerId: z.uuid("Choose a provider."),
    currency: z
      .string()
      .refine((code) => isKnownCurrency(code), "This is not a currency we can charge in."),
    holdDays: days("The hold", 90),
    rhythm: z.enum(["each", "weekly", "monthly"], { error: "Choose how often." }),
    runDay: z.coerce.number({ error: "Choose the day." }).int("Choose the day."),
    minimum: z.string(),
    zone: z.string().refine(isZone, "Write a time zone such as Europe/Berlin."),
    holidayPlace: z
      .string()
      .nullish()
      .transform((place) => place || null)
      .refine((place) => place === null || /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(place), {
        error: "Write a country such as DE, or a region such as DE-BY.",
      }),
    reservePercent: z.string(),
    reserveCap: z.string(),
    reserveDays: days("The time in reserve", 730),
    note: z.string().trim().min(3, "Say in a few words why.").max(500, "At most 500 characters."),
  })
  .transform((given, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const last = given.rhythm === "weekly" ? 5 : 28;
    if (given.runDay < 1 || given.runDay > last)
      fault(
        "runDay",
        given.rhythm === "weekly" ? "Choose a day from Monday to Friday." : "Choose a day from 1 to 28.",
      );
    const reserveBps = given.reservePercent.trim() === "" ? 0 : bpsOfPercent(given.reservePercent);
    if (reserveBps === null || reserveBps < 0 || reserveBps > 10_000)
      fault("reservePercent", "The reserve is a percentage from 0 to 100 with two decimals at most.");
    if (reserveBps !== 0 && given.reserveDays === 0)
      fault("reserveDays", "Say after how many days a reserve is released.");
    const amount = (path: "minimum" | "reserveCap") => {
      if (given[path].trim() === "" || given[path].trim() === "0") return null;
      const typed = parseMoney(given[path], given.currency);
      if (!typed.ok) fault(path, typed.message);
      return typed.ok ? typed.money.amountMinor : null;
    };
    const { reservePercent: _percent, reserveCap: _cap, minimum: _minimum, ...rest } = given;
    return {
      ...rest,
      reserveBps: reserveBps ?? 0,
      minimumMinor: amount("minimum") ?? 0n,
      reserveCapMinor: amount("reserveCap"),
    };
  });
