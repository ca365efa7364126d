import { z } from "zod";
import type { Clock } from "../clock.ts";
import { enqueue } from "../command.ts";
import type { Database } from "../db.ts";
import type { Task } from "../jobs/worker.ts";
import { refreshListingCards } from "./refresh-listing-cards.ts";

const payload = z.object({ organizationId: z.uuid(), listingIds: z.array(z.uuid()).optional() });

/** `listing.changed`: something a card is made of has changed, for some or all listings of a provider. */
export function listingChanged(deps: { db: Database; clock: Clock }): Task {
  return async (input) => {
    const { organizationId, listingIds } = payload.parse(input);
    await refreshListingCards(deps, { organizationId, listingIds, requestId: "listing.changed" });
  };
}

/**
 * `listings:refresh_all`, every night: an attestation that lapsed with the day moves its provider in the
 * order.
 */
export function refreshAllListings(deps: { db: Database }): Task {
  return async () => {
    const providers = await deps.db.open.listing.findMany({
      where: { publishedAt: { not: null } },
      distinct: ["organizationId"],
      select: { organizationId: true },
    });
    for (const { organizationId } of providers)
      await enqueue(deps.db.open, {
        task: "listing.changed",
        payload: { organizationId },
        key: `listings:${organizationId}`,
      });
  };
}
