import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Escalation, overdueKey } from "../../domain/service-levels/breach-severity.ts";
import type { Clock } from "../clock.ts";
import { command } from "../command.ts";
import type { Database } from "../db.ts";
import { findBreach } from "./breach.read.ts";
import { awaitUntil, escalate, lockedBreach } from "./breach-step.ts";

const payloadSchema = z.object({ breachId: z.uuid(), organizationId: z.uuid() });

/**
 * The job at the moment a cause, an answer or an action is due: escalates what did not come. What came
 * meanwhile, or is due later by now, is left alone.
 */
export async function breachDue(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { breachId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `breach:${breachId}`);
  const breach = await deps.db.readOrg(viewer, (tx) => findBreach(tx, { viewer, id: breachId }));
  if (!breach?.dueAt) return;
  await escalateOverdue({ ...deps, viewer }, { breachId });
}

const OVERDUE: Record<Escalation, string> = {
  cause: "The root cause and the corrective action are overdue.",
  answer: "The buyer's answer to the corrective action is overdue.",
  action: "The corrective action is overdue.",
  repeated: "",
};

/** Escalates a breach whose next step is overdue; one that is not yet is looked at again when it is. */
export const escalateOverdue = command({
  name: "breach.escalate",
  permission: "breach:rule",
  async run(deed, { breachId }: { breachId: string }): Promise<{ escalated: boolean }> {
    const breach = await lockedBreach(deed, breachId);
    const { state, dueAt } = breach;
    const overdue = overdueKey({ state, dueAt, now: deed.now });
    deed.about("breach", breach.id, { month: breach.period, overdue: overdue?.reason ?? null });
    if (!overdue) {
      if (dueAt) await awaitUntil(deed, breach, Temporal.Instant.from(dueAt));
      return { escalated: false };
    }
    const because = OVERDUE[overdue.reason];
    const step = overdue.reason === "answer" ? "unanswered" : "escalated";
    await escalate(deed, { breach, key: overdue.key, because, step });
    return { escalated: true };
  },
});
