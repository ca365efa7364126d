import { editedTerms } from "../../domain/contracts/edited-terms.ts";
import { NotABuyer } from "../../domain/contracts/errors.ts";
import { sowMachine } from "../../domain/contracts/statement-of-work.ts";
import { termsHash } from "../../domain/contracts/terms.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { refuseWhileSuspended } from "../identity/work-suspension.ts";
import { orderableListing } from "./listing-terms.ts";

/**
 * Orders a listing: a draft statement of work with version 1, seen by the buyer alone until it is offered.
 * Refuses with NotFound (no such published listing), NotABuyer, InvalidInput.
 */
export const createOrder = command({
  name: "statement_of_work.order",
  permission: "contract:order",
  async run({ tx, viewer, now, about }, input: { listingId: string; terms: unknown }) {
    if (viewer.organizationKind !== "buyer") throw new NotABuyer();
    await refuseWhileSuspended(tx, viewer.organizationId);
    const listing = await orderableListing(tx, { id: input.listingId, now });
    if (!listing) throw new NotFound("listing");
    const terms = editedTerms(listing.terms, input.terms);
    const parties = { organizationId: viewer.organizationId, providerId: listing.providerId };
    const at = toDate(now);
    const sow = await tx.statementOfWork.create({
      data: {
        ...parties,
        listingId: listing.id,
        moduleCode: terms.moduleCode,
        title: terms.title,
        state: sowMachine.initial,
        currentVersion: 1,
        createdAt: at,
        updatedAt: at,
      },
    });
    const version = {
      number: 1,
      terms,
      termsHash: termsHash(terms),
      proposedBy: "buyer",
      createdById: viewer.userId,
    };
    await tx.sowVersion.create({
      data: { ...parties, statementOfWorkId: sow.id, ...version, createdAt: at },
    });
    about("statement_of_work", sow.id, { listingId: listing.id, termsHash: version.termsHash });
    return { id: sow.id };
  },
});
