import { clockText, HoursBar } from "../../components/hours-bar.tsx";
import { languageName, zoneCity } from "../../components/place-names.ts";
import { Section } from "../../components/section.tsx";
import styles from "./listing.module.css";
import type { Listing } from "./route.tsx";

const DAYS = {
  mon: "Mon",
  tue: "Tue",
  wed: "Wed",
  thu: "Thu",
  fri: "Fri",
  sat: "Sat",
  sun: "Sun",
} as const;

/** Hours as the provider writes them, and the same working day on the reader's clock. */
export function WhenCovered({ listing }: { listing: Listing }) {
  const words =
    listing.coverage.map((span) => `${clockText(span.from)}–${clockText(span.to)}`).join(", ") || "none";
  return (
    <Section title="Hours and languages">
      <dl className={styles.facts}>
        <dt>
          <small>Hours, {zoneCity(listing.zone)} time</small>
        </dt>
        <dd>{hoursText(listing.hours)}</dd>
        <dt>
          <small>A working day on your clock, {zoneCity(listing.readerZone)}</small>
        </dt>
        <dd>
          <HoursBar covered={listing.coverage} label={`Covered ${words}`} />
          {words}
        </dd>
        <dt>
          <small>Languages</small>
        </dt>
        <dd>{listing.languages.map(languageName).join(", ")}</dd>
      </dl>
    </Section>
  );
}

/** "Mon–Fri 09:00–17:00": neighbouring days with the same hours stand together. */
export function hoursText(hours: unknown): string {
  if (hours === null || typeof hours !== "object") return "Around the clock";
  const weekly = hours as Partial<Record<keyof typeof DAYS, [string, string][]>>;
  const groups: { first: string; last: string; text: string }[] = [];
  for (const day of Object.keys(DAYS) as (keyof typeof DAYS)[]) {
    const text = (weekly[day] ?? []).map(([from, to]) => `${from}–${to}`).join(" and ");
    const last = groups.at(-1);
    if (last && last.text === text) last.last = DAYS[day];
    else groups.push({ first: DAYS[day], last: DAYS[day], text });
  }
  return groups
    .filter((group) => group.text !== "")
    .map(
      (group) =>
        `${group.first === group.last ? group.first : `${group.first}–${group.last}`} ${group.text}`,
    )
    .join(", ");
}
