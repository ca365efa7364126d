import { isSowState, type SowState } from "../../domain/contracts/statement-of-work.ts";
import { type Terms, termsSchema } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { visibleTo } from "./statement-of-work.scope.ts";

export type LockedStatementOfWork = {
  id: string;
  organizationId: string;
  providerId: string;
  title: string;
  moduleCode: string;
  state: SowState;
  currentVersion: number;
};

/**
 * The contract with its row locked until the transaction ends, so that two people's deeds on it come one
 * after the other. Throws NotFound for a missing and for a foreign id alike.
 */
export async function lockStatementOfWork(
  tx: Tx,
  viewer: Viewer,
  id: string,
): Promise<LockedStatementOfWork> {
  if (!isId(id)) throw new NotFound("statement of work");
  await tx.$queryRaw`select id from statement_of_work where id = ${id}::uuid for update`;
  const row = await tx.statementOfWork.findFirst({ where: { AND: [{ id }, await visibleTo(tx, viewer)] } });
  if (!row) throw new NotFound("statement of work");
  return { ...row, state: knownState(row.state) };
}

/** The version in force with its terms. */
export async function currentVersion(tx: Tx, sow: { id: string; currentVersion: number }) {
  const version = await tx.sowVersion.findUniqueOrThrow({
    where: { statementOfWorkId_number: { statementOfWorkId: sow.id, number: sow.currentVersion } },
  });
  return { ...version, terms: storedTerms(version.terms) };
}

/** Terms as the database holds them. A row that does not fit is our own mistake and throws. */
export function storedTerms(json: unknown): Terms {
  return termsSchema.parse(json);
}

export function knownState(state: string): SowState {
  if (!isSowState(state)) throw new Error(`A statement of work is in the unknown state "${state}".`);
  return state;
}
