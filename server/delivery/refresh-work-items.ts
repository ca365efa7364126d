import { readWorkItem } from "../../domain/delivery/work-item-state.ts";
import type { Tx } from "../db.ts";
import { eventsOf } from "./work-events.ts";

/**
 * Brings the columns that say where a work item stands in line with its events. Called after events were
 * written, in the same transaction; items whose columns are right already are not touched.
 */
export async function refreshWorkItems(tx: Tx, workItemIds: readonly string[]): Promise<void> {
  const events = await eventsOf(tx, workItemIds);
  const rows = [...events].map(([id, list]) => {
    const { state, waitingOn, priority, resolvedAt, closedAt } = readWorkItem(list);
    return { id, state, waiting_on: waitingOn, priority, resolved_at: resolvedAt, closed_at: closedAt };
  });
  if (rows.length === 0) return;
  await tx.$executeRaw`
    with n as materialized (select r.*, event_tape(r.id) as tape
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, state text, waiting_on text,
        priority text, resolved_at timestamptz, closed_at timestamptz))
    update work_item w set state = n.state, waiting_on = n.waiting_on, priority = coalesce(n.priority,
      w.priority),
      resolved_at = n.resolved_at, closed_at = n.closed_at, tape = n.tape
    from n
    where w.id = n.id and (w.state, w.waiting_on, w.priority, w.resolved_at, w.closed_at, w.tape)
      is distinct from (n.state, n.waiting_on, coalesce(n.priority, w.priority), n.resolved_at, n.closed_at,
        n.tape)`;
}
