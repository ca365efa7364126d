import { civil, parseEpochDay, weekdayOf } from "./instant.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** "2026-12-25" is "25 December 2026"; what is no date stays as it is. The same words in every locale. */
export function dateWords(date: string): string {
  const day = parseEpochDay(date);
  return day === null ? date : `${dayMonth(date)} ${civil(day).year}`;
}

/** "2026-11" is "November 2026"; what is no month stays as it is. */
export function monthWords(month: string): string {
  const [year, number] = month.split("-");
  const name = MONTHS[Number(number) - 1];
  return name ? `${name} ${year}` : month;
}

/** "25 December" */
export function dayMonth(date: string): string {
  const day = parseEpochDay(date);
  if (day === null) return date;
  const one = civil(day);
  return `${one.day} ${MONTHS[one.month - 1]}`;
}

/** "25 Dec", for dense places. */
export function shortDay(date: string): string {
  return dayMonth(date).replace(/ ([A-Z][a-z]{2})[a-z]*$/, " $1");
}

/** "Fri" of "2026-12-25". */
export function weekdayWord(date: string): string {
  const day = parseEpochDay(date);
  return day === null ? "" : (DAYS[weekdayOf(day)] ?? "");
}

/** "Europe/Berlin" is "Berlin", "America/Argentina/Buenos_Aires" is "Buenos Aires". */
export function zoneCity(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}
