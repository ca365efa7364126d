import { z } from "zod";
import type { Clock } from "../clock.ts";
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
