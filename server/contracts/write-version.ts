import { NothingChanged, VersionOutdated } from "../../domain/contracts/errors.ts";
import { assertParty, editEvent } from "../../domain/contracts/statement-of-work.policy.ts";
import { sowMachine } from "../../domain/contracts/statement-of-work.ts";
import { type Terms, termsHash } from "../../domain/contracts/terms.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import {
  currentVersion,
  type LockedStatementOfWork,
  lockStatementOfWork,
} from "./locked-statement-of-work.ts";

/**
 * Writes a new version over the one the author read, in the transaction of a command that needs
 * contract:edit. After the offer it takes a countersigned contract back to offered: the signatures stay on
 * record with the version they were given for. Throws NotFound, WrongParty, TransitionRefused,
 * VersionOutdated, NothingChanged, and what `termsOf` throws.
 */
export async function writeVersion(
  { tx, viewer, now, about }: Deed,
  p: {
    statementOfWorkId: string;
    baseVersion: number;
    note: string;
    termsOf: (before: Terms, sow: LockedStatementOfWork) => Terms | Promise<Terms>;
  },
): Promise<{ id: string; number: number }> {
  const sow = await lockStatementOfWork(tx, viewer, p.statementOfWorkId);
  const event = editEvent(sow.state);
  const party = assertParty(viewer, { sow, event });
  const state = next(sowMachine, sow.state, event);
  if (p.baseVersion !== sow.currentVersion)
    throw new VersionOutdated({ current: sow.currentVersion, given: p.baseVersion });
  const before = await currentVersion(tx, sow);
  const terms = await p.termsOf(before.terms, sow);
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
      note: p.note,
      proposedBy: party,
      createdById: viewer.userId,
      createdAt: at,
    },
  });
  const data = { currentVersion: number, title: terms.title, state, updatedAt: at };
  await tx.statementOfWork.update({ where: { id: sow.id }, data });
  about("statement_of_work", sow.id, { version: number, termsHash: hash });
  return { id: sow.id, number };
}
