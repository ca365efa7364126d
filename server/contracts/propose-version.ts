import { z } from "zod";
import { editedTerms } from "../../domain/contracts/edited-terms.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { command } from "../command.ts";
import { writeVersion } from "./write-version.ts";

const inputSchema = z.object({
  statementOfWorkId: z.string(),
  baseVersion: z.number().int(),
  note: z.string().trim().max(1000, "Keep the note within 1,000 characters.").default(""),
  terms: z.unknown(),
});

/**
 * Writes a new version of the terms over the one the author read. Refuses with NotFound, WrongParty,
 * TransitionRefused, VersionOutdated, NothingChanged, InvalidInput.
 */
export const proposeVersion = command({
  name: "statement_of_work.propose",
  permission: "contract:edit",
  async run(deed, raw: z.input<typeof inputSchema>) {
    const { terms, ...input } = parseInput(inputSchema, raw);
    return writeVersion(deed, { ...input, termsOf: (before) => editedTerms(before, terms) });
  },
});
