import { z } from "zod";
import { editedBilling } from "../../domain/contracts/edited-billing.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { command } from "../command.ts";
import { writeVersion } from "./write-version.ts";

const inputSchema = z.object({
  statementOfWorkId: z.string(),
  baseVersion: z.number().int(),
  note: z.string().trim().max(1000, "Keep the note within 1,000 characters.").default(""),
  billing: z.unknown(),
});

/**
 * Writes a new version of the terms in which only the billing differs. Refuses with NotFound, WrongParty,
 * TransitionRefused, VersionOutdated, NothingChanged, InvalidInput.
 */
export const proposeBilling = command({
  name: "statement_of_work.propose_billing",
  permission: "contract:edit",
  async run(deed, raw: z.input<typeof inputSchema>) {
    const { billing, ...input } = parseInput(inputSchema, raw);
    return writeVersion(deed, { ...input, termsOf: (before) => editedBilling(before, billing) });
  },
});
