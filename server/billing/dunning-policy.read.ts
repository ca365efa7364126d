import type { DunningPolicy, DunningState } from "../../domain/billing/dunning.ts";
import type { Tx } from "../db.ts";

export type KeptPolicy = DunningPolicy & { id: string; version: number; setByName: string; setAt: Date };

/** The policy that a case began under, or today's where none is named. */
export async function dunningPolicy(tx: Tx, id: string | null): Promise<KeptPolicy> {
  const row = await tx.dunningPolicy.findFirstOrThrow({
    ...(id ? { where: { id } } : {}),
    orderBy: { version: "desc" },
    include: { steps: { orderBy: { position: "asc" } } },
  });
  const { version, setByName, setAt, writeOffAfterDays } = row;
  const steps = row.steps.map((step) => ({
    state: step.state as DunningState,
    daysAfterDue: step.daysAfterDue,
  }));
  return { id: row.id, version, setByName, setAt, writeOffAfterDays, steps };
}
