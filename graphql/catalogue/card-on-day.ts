import type { Temporal } from "temporal-polyfill";
import { coveredDay, type MinuteSpan } from "../../domain/catalogue/covered-hours.ts";
import {
  type AttestationSummary,
  summaryOfAttestations,
} from "../../domain/vetting/attestation-summary.ts";
import type { ListingCard } from "../../server/catalogue/listing-card.ts";
import { type AttestationOnDay, attestationOn } from "../../server/vetting/attestations.read.ts";

type OnDay = { attestations: AttestationOnDay[]; summary: AttestationSummary };

const judged = new WeakMap<ListingCard, { day: number; found: OnDay }>();

/** The attestations of a card as they stand today (UTC), reckoned once a day for a card that is kept. */
export function attestationsOn(card: ListingCard, now: Temporal.Instant): OnDay {
  const day = Math.floor(now.epochMilliseconds / 86_400_000);
  const known = judged.get(card);
  if (known?.day === day) return known.found;
  const attestations = card.attestations.map((one) => attestationOn(one, now));
  const found = { attestations, summary: summaryOfAttestations(attestations) };
  judged.set(card, { day, found });
  return found;
}

const QUARTER = 900_000;
const covered = new WeakMap<ListingCard, { key: string; spans: MinuteSpan[] }>();

/**
 * A Wednesday of the provider in the reader's zone, reckoned once a quarter of an hour for a card that is
 * kept and the zone that was asked for last: no zone changes its clocks inside a quarter.
 */
export function coverageOn(
  card: ListingCard,
  p: { readerZone: string; now: Temporal.Instant },
): MinuteSpan[] {
  const key = `${Math.floor(p.now.epochMilliseconds / QUARTER)} ${p.readerZone}`;
  const known = covered.get(card);
  if (known?.key === key) return known.spans;
  const { hours, zone } = card;
  const spans = coveredDay({ hours, zone, readerZone: p.readerZone, at: p.now });
  covered.set(card, { key, spans });
  return spans;
}
