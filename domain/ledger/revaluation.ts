import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { DomainError } from "../shared/domain-error.ts";
import { type Money, money, negate } from "../shared/money.ts";
import { house } from "./accounts.ts";
import { convert, type ExchangeRate, requireRate } from "./exchange-rate.ts";
import { type JournalEntry, journalEntry } from "./journal-entry.ts";

/** An open position in one currency and what it is worth in the currency of the books. */
export type RevaluedPosition = {
  currency: string;
  positionMinor: string;
  valueMinor: string;
  /** The rate it was valued at; null for the currency of the books itself. */
  rate: { base: string; quote: string; rate: string; of: string; source: string } | null;
  /**
   * Only of the marketplace's own result in another currency (commission less fees and losses): what its
   * months took into the books, in their currency. The value is then what is missing to that, above 0 a loss.
   */
  carriedMinor?: string;
};

/** What a month brought the marketplace in one currency: earned above 0, in minor units. */
export type MonthResult = { currency: string; month: string; earnedMinor: bigint };

export type Revaluation = {
  month: string;
  base: string;
  lines: RevaluedPosition[];
  /** Of all positions: above 0 is a loss, since what is owed elsewhere has become dearer. */
  valueMinor: bigint;
};

/**
 * What the open positions between currencies, and the marketplace's own result in other currencies, are worth
 * at a month's end: each at the rate of its last day, rounded once, half away from zero. Throws
 * ExchangeRateMissing, so that none is valued at a guess.
 */
export function revaluePositions(p: {
  month: string;
  base: string;
  positions: readonly Money[];
  results?: readonly MonthResult[];
  rates: readonly ExchangeRate[];
}): Revaluation {
  const on = lastDayOf(p.month).toString();
  const positions = p.positions.map((position): RevaluedPosition => {
    const { currency, amountMinor } = position;
    const positionMinor = String(amountMinor);
    if (currency === p.base) return { currency, positionMinor, valueMinor: positionMinor, rate: null };
    const { stated, factor } = requireRate(p.rates, { from: currency, to: p.base, on });
    const { after } = convert(position, { factor, to: p.base });
    const { base, quote, rate, validFrom: of, source } = stated;
    const valueMinor = String(after.amountMinor);
    return { currency, positionMinor, valueMinor, rate: { base, quote, rate, of, source } };
  });
  const lines = [...positions, ...revalueResults({ ...p, results: p.results ?? [] })];
  const valueMinor = lines.reduce((sum, line) => sum + BigInt(line.valueMinor), 0n);
  return { month: p.month, base: p.base, lines, valueMinor };
}

/**
 * What the marketplace has earned in other currencies and what the books have of it. Money that is held for
 * buyers and providers is owed in the currency it is held in and cannot gain or lose; what can is the
 * marketplace's own part of it. A month's result is taken into the books at the rate of that month's last
 * days, what came before the first rate of a pair at that first one. Throws ExchangeRateMissing.
 */
export function revalueResults(p: {
  month: string;
  base: string;
  results: readonly MonthResult[];
  rates: readonly ExchangeRate[];
}): RevaluedPosition[] {
  const foreign = p.results.filter(({ currency, month }) => currency !== p.base && month <= p.month);
  const currencies = [...new Set(foreign.map(({ currency }) => currency))].sort();
  return currencies.flatMap((currency) => {
    const own = foreign.filter((one) => one.currency === currency);
    const earned = money(
      own.reduce((sum, one) => sum + one.earnedMinor, 0n),
      currency,
    );
    if (own.every(({ earnedMinor }) => earnedMinor === 0n)) return [];
    const pair = { from: currency, to: p.base };
    const carried = own.reduce((sum, one) => {
      const on = dayToCarryAt(p.rates, { ...pair, month: one.month });
      const { factor } = requireRate(p.rates, { ...pair, on });
      return sum + convert(money(one.earnedMinor, currency), { factor, to: p.base }).after.amountMinor;
    }, 0n);
    const { stated, factor } = requireRate(p.rates, { ...pair, on: lastDayOf(p.month).toString() });
    const worth = convert(earned, { factor, to: p.base }).after.amountMinor;
    const { base, quote, rate, validFrom: of, source } = stated;
    return {
      ...{ currency, positionMinor: String(earned.amountMinor), carriedMinor: String(carried) },
      ...{ valueMinor: String(carried - worth), rate: { base, quote, rate, of, source } },
    };
  });
}

/** The last day of a month, or of the first rate that the pair ever had where that is later. */
function dayToCarryAt(
  rates: readonly ExchangeRate[],
  p: { from: string; to: string; month: string },
): string {
  const first = rates
    .filter(({ base, quote }) => [base, quote].every((one) => one === p.from || one === p.to))
    .map(({ validFrom }) => validFrom)
    .sort()[0];
  const last = lastDayOf(p.month).toString();
  return first && first > last ? first : last;
}

/** The last day of a month, in UTC as the books are kept. */
export function lastDayOf(month: string): Temporal.PlainDate {
  const yearMonth = Temporal.PlainYearMonth.from(month);
  return yearMonth.toPlainDate({ day: yearMonth.daysInMonth });
}

/** The last month that has ended in UTC: that of an instant in November is October. */
export function endedMonth(now: Temporal.Instant): string {
  const today = now.toZonedDateTimeISO("UTC").toPlainDate();
  return today.toPlainYearMonth().subtract({ months: 1 }).toString();
}

/**
 * The entry at the end of a month and its mirror at the beginning of the next, one cause each: what the
 * positions are worth is gain or loss of the month, and the new month begins with them as they were.
 */
export function revaluationEntries({ month, base, valueMinor }: Revaluation): JournalEntry[] {
  if (valueMinor === 0n) return [];
  const value = money(valueMinor, base);
  const begins = lastDayOf(month).add({ days: 1 }).toZonedDateTime("UTC").toInstant();
  const entry = (step: "revalued" | "reversed", at: Temporal.Instant, amount: Money) =>
    journalEntry({
      source: "app",
      sourceId: `fx-revaluation:${month}`,
      step,
      memo: `What is open in other currencies ${step === "revalued" ? "at the end of" : "as before the end of"} ${month}`,
      effectiveAt: at,
      legs: [
        { account: house("fx_gain_loss"), amount },
        { account: house("fx_position"), amount: negate(amount) },
      ],
    });
  return [
    entry("revalued", begins.subtract({ milliseconds: 1 }), value),
    entry("reversed", begins, negate(value)),
  ];
}

/** A month to revalue: one that has ended. */
export const revaluationInput = (now: Temporal.Instant) =>
  z.object({
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "Write a month like 2026-10.")
      .refine((month) => month <= endedMonth(now), "The month has not ended yet."),
  });

/** A month is revalued once; what is stated later is a matter of the months after it. */
export class RevaluedBefore extends DomainError {
  constructor(month: string) {
    super({ code: "revalued_before", message: `${month} has been revalued already.`, field: "month" });
  }
}

/** There is nothing whose value could have changed. */
export class NoOpenPosition extends DomainError {
  constructor(month: string) {
    const message = `Nothing in another currency was open at the end of ${month}.`;
    super({ code: "no_open_position", message, field: "month" });
  }
}
