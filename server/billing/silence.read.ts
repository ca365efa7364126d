import type { Temporal } from "temporal-polyfill";
import type { Side } from "../../domain/billing/approval.ts";
import { toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";

export type SilenceRow = {
  id: string;
  side: Side;
  kind: "presented" | "notice" | "objection" | "deemed";
  step: number;
  note: string;
  byName: string;
  at: Temporal.Instant;
};

/** What happened to a statement while a side was silent, in order. */
export async function silenceTrail(tx: Tx, statementId: string): Promise<SilenceRow[]> {
  const rows = await tx.statementNotice.findMany({
    where: { statementId },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, side, kind, step, note, byName, at }) => ({
    ...{ id, step, note, byName, at: toInstant(at) },
    side: side as Side,
    kind: kind as SilenceRow["kind"],
  }));
}
