import { z } from "zod";
import { editedTerms } from "../../domain/contracts/edited-terms.ts";
import { NothingChanged, VersionOutdated } from "../../domain/contracts/errors.ts";
import { assertParty, editEvent } from "../../domain/contracts/statement-of-work.policy.ts";
import { sowMachine } from "../../domain/contracts/statement-of-work.ts";
import { termsHash } from "../../domain/contracts/terms.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import { command } from "../command.ts";
import { currentVersion, lockStatementOfWork } from "./locked-statement-of-work.ts";

const inputSchema = z.object({
  statementOfWorkId: z.string(),
  baseVersion: z.number().int(),
  note: z.string().trim().max(1000, "Keep the note within 1,000 characters.").default(""),
  terms: z.unknown(),
});

/**
 * Writes a new version over the one the author read. After the offer it takes a countersigned contract
 * back to offered: the signatures stay on record with the version they were given for. Refuses with
 * NotFound, WrongParty, TransitionRefused, VersionOutdated, NothingChanged, InvalidInput.
 */
export const proposeVersion = command({
  name: "statement_of_work.propose",
  permission: "contract:edit",
  async run({ tx, viewer, now, about }, raw: z.input<typeof inputSchema>) {
    const input = parseInput(inputSchema, raw);
    const sow = await lockStatementOfWork(tx, viewer, input.statementOfWorkId);
    const event = editEvent(sow.state);
    const party = assertParty(viewer, { sow, event });
    const state = next(sowMachine, sow.state, event);
    if (input.baseVersion !== sow.currentVersion)
      throw new VersionOutdated({ current: sow.currentVersion, given: input.baseVersion });
    const before = await currentVersion(tx, sow);
    const terms = editedTerms(before.terms, input.terms);
    const hash = termsHash(terms);
    if (hash === before.termsHash) throw new NothingChanged();
    const number = sow.currentVersion + 1;
    const at = toDate(now);
    await tx.sowVersion.create({
      data: {
        organizationId: sow.organizationId,
        providerId: sow.providerId,
        statementOfWorkId: sow.id,
        number,
        terms,
        termsHash: hash,
        note: input.note,
        proposedBy: party,
        createdById: viewer.userId,
        createdAt: at,
      },
    });
    const data = { currentVersion: number, title: terms.title, state, updatedAt: at };
    await tx.statementOfWork.update({ where: { id: sow.id }, data });
    about("statement_of_work", sow.id, { version: number, termsHash: hash });
    return { id: sow.id, number };
  },
});
