import type { ObjectionState } from "../../domain/billing/objection.ts";
import type { Tx } from "../db.ts";

export type ObjectionRow = {
  id: string;
  line: string | null;
  currency: string;
  amountMinor: bigint;
  grantedMinor: bigint | null;
  reason: string;
  state: ObjectionState;
  openedByName: string;
  openedAt: Date;
  answeredByName: string | null;
  answeredAt: Date | null;
  answer: string | null;
  creditNoteId: string | null;
};

/** The objections to a statement that the viewer's transaction may see, first to last. */
export function objectionsTo(tx: Tx, statementId: string): Promise<ObjectionRow[]> {
  return tx.$queryRaw<ObjectionRow[]>`
    select id, line, currency, amount_minor as "amountMinor", granted_minor as "grantedMinor", reason, state,
           opened_by_name as "openedByName", opened_at as "openedAt", answered_by_name as "answeredByName",
           answered_at as "answeredAt", answer, credit_note_id as "creditNoteId"
    from statement_objection where statement_id = ${statementId}::uuid order by id limit 200`;
}
