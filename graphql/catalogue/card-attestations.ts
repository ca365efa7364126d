import type { Temporal } from "temporal-polyfill";
import type { ListingCard } from "../../server/catalogue/listing-card.ts";
import { type AttestationOnDay, attestationOn } from "../../server/vetting/attestations.read.ts";

const judged = new WeakMap<ListingCard, { day: number; attestations: AttestationOnDay[] }>();

/** The attestations of a card as they stand today (UTC), reckoned once a day for a card that is kept. */
export function attestationsOn(card: ListingCard, now: Temporal.Instant): AttestationOnDay[] {
  const day = Math.floor(now.epochMilliseconds / 86_400_000);
  const known = judged.get(card);
  if (known?.day === day) return known.attestations;
  const attestations = card.attestations.map((one) => attestationOn(one, now));
  judged.set(card, { day, attestations });
  return attestations;
}
