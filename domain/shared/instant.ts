import { Temporal } from "temporal-polyfill";

/** Seconds since 1970-01-01T00:00:00Z, whole. The clocks of service levels count in these. */
export type EpochSeconds = number;

/** Days since 1970-01-01 of a date, whatever the zone. */
export type EpochDay = number;

export const SECONDS_PER_DAY = 86_400;

/**
 * Nanoseconds since the epoch of an RFC 3339 instant with its offset, or null where the text is none. The
 * usual forms are read by arithmetic, which is many times as fast as the general way.
 */
export function parseInstantNanoseconds(text: string): bigint | null {
  const fraction = fractionOf(text);
  const seconds = fraction === null ? null : wholeSeconds(text);
  if (fraction === null || seconds === null) return parseAnyInstant(text);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction);
}

/**
 * The instant of the form "2026-03-06T14:00:00Z", in which nearly all are written; null for every other
 * text, right or wrong. Makes no object, because files and calls hold tens of thousands of them.
 */
export function usualInstant(text: string): EpochSeconds | null {
  return text.length === SHAPE.length + 1 && text.charCodeAt(SHAPE.length) === ZULU
    ? wholeSeconds(text)
    : null;
}

/** The seconds of a text that begins like "2026-03-06T14:00:00", as of UTC. */
function wholeSeconds(text: string): EpochSeconds | null {
  for (let at = 0; at < SHAPE.length; at++) {
    const code = text.charCodeAt(at);
    if (SHAPE[at] === 0 ? code < ZERO || code > ZERO + 9 : code !== SHAPE[at]) return null;
  }
  const year = twoAt(text, 0) * 100 + twoAt(text, 2);
  const month = twoAt(text, 5);
  const day = twoAt(text, 8);
  const hour = twoAt(text, 11);
  const minute = twoAt(text, 14);
  const second = twoAt(text, 17);
  if (hour > 23 || minute > 59 || second > 59 || day < 1 || day > daysIn(year, month)) return null;
  return epochDay(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
}

/** Nanoseconds after the whole second where the text ends like "Z" or ".123Z"; null where it ends otherwise. */
function fractionOf(text: string): number | null {
  const last = text.length - 1;
  if (last < SHAPE.length || text.charCodeAt(last) !== ZULU) return null;
  if (last === SHAPE.length) return 0;
  const digits = last - SHAPE.length - 1;
  if (text.charCodeAt(SHAPE.length) !== POINT || digits < 1 || digits > 9) return null;
  let value = 0;
  for (let at = SHAPE.length + 1; at < last; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value * 10 ** (9 - digits);
}

const ZERO = 48;
const POINT = 46;
const ZULU = 90;
/** The character at each place of the usual form up to its seconds, and 0 where a digit stands. */
const SHAPE = Array.from("0000-00-00T00:00:00", (one) => (one === "0" ? 0 : one.charCodeAt(0)));
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** How many days the month has; 0 for what is no month. */
export function daysIn(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
}

function twoAt(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

function parseAnyInstant(text: string): bigint | null {
  try {
    return Temporal.Instant.from(text).epochNanoseconds;
  } catch {
    return null;
  }
}

/** The whole second an instant lies in; a fraction is cut off towards the past. */
export function secondsOf(nanoseconds: bigint): EpochSeconds {
  const whole = nanoseconds / 1_000_000_000n;
  return Number(nanoseconds < 0n && nanoseconds % 1_000_000_000n !== 0n ? whole - 1n : whole);
}

/** "2026-03-06T14:00:00Z" */
export function formatInstant(seconds: EpochSeconds): string {
  const day = Math.floor(seconds / SECONDS_PER_DAY);
  const rest = seconds - day * SECONDS_PER_DAY;
  const time = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map(twoDigits).join(":");
  return `${formatEpochDay(day)}T${time}Z`;
}

/** "2026-03-06T14:00:00Z", and "2026-03-06T14:00:00.250Z" where it lies within a second. */
export function formatMilliseconds(ms: number): string {
  const rest = ((ms % 1000) + 1000) % 1000;
  const whole = formatInstant((ms - rest) / 1000);
  return rest === 0 ? whole : `${whole.slice(0, -1)}.${String(rest).padStart(3, "0")}Z`;
}

/** The number of the day "2026-03-06", or null where there is no such day. Years 0001 to 9999. */
export function parseEpochDay(text: string): EpochDay | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!found) return null;
  const day = epochDay(Number(found[1]), Number(found[2]), Number(found[3]));
  return formatEpochDay(day) === text ? day : null;
}

/**
 * Days from the civil date by era arithmetic (H. Hinnant, "chrono-compatible low-level date algorithms").
 */
export function epochDay(year: number, month: number, day: number): EpochDay {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The UTC year an instant lies in. */
export function yearOf(seconds: EpochSeconds): number {
  return civil(Math.floor(seconds / SECONDS_PER_DAY)).year;
}

/** "2026-03-06" */
export function formatEpochDay(day: EpochDay): string {
  const date = civil(day);
  return `${String(date.year).padStart(4, "0")}-${twoDigits(date.month)}-${twoDigits(date.day)}`;
}

/** Monday is 0. 1970-01-01 was a Thursday. */
export function weekdayOf(day: EpochDay): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The civil date of a day's number. */
export function civil(epoch: EpochDay): { year: number; month: number; day: number } {
  const shifted = epoch + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
