import { z } from "zod";
import { editedPrices } from "../../domain/contracts/edited-prices.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { command } from "../command.ts";
import { writeVersion } from "../contracts/write-version.ts";
import { priceHistory } from "./price-history.ts";

const inputSchema = z.object({
  statementOfWorkId: z.string(),
  baseVersion: z.number().int(),
  note: z.string().trim().max(1000, "Keep the note within 1,000 characters.").default(""),
  prices: z.unknown(),
});

/**
 * Writes a new version of the terms in which only the prices differ; a baseline that is taken from months
 * is sealed here, with the months as they are frozen. Refuses with NotFound, WrongParty, TransitionRefused,
 * VersionOutdated, NothingChanged, InvalidInput.
 */
export const proposePrices = command({
  name: "statement_of_work.propose_prices",
  permission: "contract:edit",
  async run(deed, raw: z.input<typeof inputSchema>) {
    const { prices, ...input } = parseInput(inputSchema, raw);
    const { tx, viewer, now } = deed;
    return writeVersion(deed, {
      ...input,
      termsOf: async (before, { id }) => {
        const sow = await tx.statementOfWork.findUniqueOrThrow({
          where: { id },
          select: { listingId: true, engagement: { select: { id: true } } },
        });
        const { months: history } = await priceHistory(tx, {
          ...{ viewer, now },
          sow: { listingId: sow.listingId, engagementId: sow.engagement?.id ?? null },
        });
        return editedPrices(before, { input: prices, history });
      },
    });
  },
});
