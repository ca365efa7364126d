import { Temporal } from "temporal-polyfill";

export type MomentStyle = "full" | "dated" | "short" | "weekday" | "time";

const PARTS: Record<MomentStyle, Intl.DateTimeFormatOptions> = {
  full: {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  },
  dated: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
  short: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  weekday: { weekday: "short", hour: "2-digit", minute: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit" },
};

/** Building a formatter is slow enough to matter in a table of a hundred rows. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment (ISO 8601 with Z) as the locale writes it, in 24 hours, in an IANA zone. */
export function momentText(options: {
  instant: string;
  zone: string;
  locale: string;
  style: MomentStyle;
}): string {
  const { instant, zone, locale, style } = options;
  const formatter = formatterFor(locale, { ...PARTS[style], timeZone: zone, hourCycle: "h23" });
  return evenSpaces(formatter.format(Temporal.Instant.from(instant).epochMilliseconds));
}

/** The style in which a moment is not taken for one of the present year: a short one names another year. */
export function styleInYear(p: {
  style: MomentStyle;
  instant: string;
  zone: string;
  year: number | null;
}): MomentStyle {
  if (p.style !== "short" || p.year === null) return p.style;
  const { year } = Temporal.Instant.from(p.instant).toZonedDateTimeISO(p.zone);
  return year === p.year ? "short" : "dated";
}

/** A calendar day (YYYY-MM-DD) as the locale writes it. */
export function dayText({
  date,
  locale,
  weekday,
}: {
  date: string;
  locale: string;
  weekday: boolean;
}): string {
  const noon = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: "UTC", plainTime: "12:00" });
  const options: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  };
  const formatter = formatterFor(locale, weekday ? { weekday: "short", ...options } : options);
  return evenSpaces(formatter.format(noon.epochMilliseconds));
}

/** Whole seconds as "2 h 25 min"; seconds show only below a minute, and a minus is a true minus sign. */
export function durationText(seconds: number): string {
  const sign = seconds < 0 ? "\u2212" : "";
  const total = Math.abs(Math.trunc(seconds));
  if (total === 0) return "0";
  if (total < 60) return `${sign}${total}\u00a0s`;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (hours === 0) return `${sign}${minutes}\u00a0min`;
  return `${sign}${hours}\u00a0h ${String(minutes).padStart(2, "0")}\u00a0min`;
}

/** Whole seconds as an ISO 8601 duration of hours, minutes and seconds. */
export function isoDuration(seconds: number): string {
  const rounded = Temporal.Duration.from({ seconds: Math.trunc(seconds) });
  return rounded.round({ largestUnit: "hours" }).toString();
}

function formatterFor(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const built = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, built);
  return built;
}

/** ICU versions disagree on narrow spaces; one kind keeps the server's and the browser's text equal. */
export function evenSpaces(text: string): string {
  return text.replace(/[\u202f\u2009]/g, "\u00a0");
}
