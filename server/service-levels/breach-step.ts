import type { Temporal } from "temporal-polyfill";
import { isStaff } from "../../domain/identity/viewer.ts";
import { breachMachine } from "../../domain/service-levels/breach.ts";
import type { BreachStepName } from "../../domain/service-levels/breach-notice.ts";
import { severityOf } from "../../domain/service-levels/breach-severity.ts";
import { partySide } from "../../domain/service-levels/contest.policy.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import { enqueueAt } from "../enqueue-at.ts";
import { type BreachRow, findBreach } from "./breach.read.ts";
import { lockMonths } from "./open-contest.ts";

/** Reads a breach again behind the lock of its engagement. Throws NotFound. */
export async function lockedBreach(deed: Deed, id: string): Promise<BreachRow> {
  const first = await findBreach(deed.tx, { viewer: deed.viewer, id });
  if (!first) throw new NotFound("breach");
  await lockMonths(deed, first.engagementId);
  return (await findBreach(deed.tx, { viewer: deed.viewer, id })) ?? first;
}

type Known = Pick<BreachRow, "id" | "organizationId" | "providerId">;

/** Writes down who did what and why, and sees to it that those whom it concerns are told. */
export async function recordStep(
  deed: Deed,
  p: { breach: Known; action: BreachStepName | "changed"; reason: string },
): Promise<void> {
  const { breach, action, reason } = p;
  const { viewer } = deed;
  const party =
    partySide(viewer, breach) !== null && viewer.via !== "job"
      ? (partySide(viewer, breach) ?? "")
      : isStaff(viewer)
        ? "account_manager"
        : "engine_room";
  const step = await deed.tx.breachStep.create({
    data: {
      organizationId: breach.organizationId,
      providerId: breach.providerId,
      breachId: breach.id,
      action,
      party,
      byId: viewer.via === "job" ? null : viewer.userId,
      byName: viewer.name,
      reason,
      at: toDate(deed.now),
    },
    select: { id: true },
  });
  if (action === "changed") return;
  const payload = { stepId: step.id, organizationId: breach.organizationId };
  await deed.enqueue("breach.tell", payload, `breach-tell:${step.id}`);
}

/** Sets until when the next step is awaited; a job looks at that moment whether it came. */
export async function awaitUntil(deed: Deed, breach: Known, at: Temporal.Instant): Promise<void> {
  await deed.tx.breach.update({
    where: { id: breach.id },
    data: { dueAt: toDate(at) },
    select: { id: true },
  });
  await enqueueAt(deed.tx, {
    task: "breach.due",
    payload: { breachId: breach.id, organizationId: breach.organizationId },
    key: `breach:${breach.id}`,
    now: deed.now,
    at,
  });
}

type Manager = { user_id: string; name: string; in_hand: bigint };

/**
 * Escalates a breach for a reason, once a reason: severity rises and an account manager takes it in hand,
 * the one who has others of this engagement, else the one with the fewest.
 */
export async function escalate(
  deed: Deed,
  p: { breach: BreachRow; key: string; because: string; step?: "escalated" | "unanswered" },
): Promise<void> {
  const { breach, key, step = "escalated" } = p;
  if (breach.escalatedFor.includes(key)) return;
  const escalatedFor = [...breach.escalatedFor, key];
  const manager = breach.assignedToId ? null : await managerFor(deed, breach);
  await deed.tx.breach.update({
    where: { id: breach.id },
    data: {
      escalatedFor,
      severity: severityOf({ status: breach.status, escalatedFor }),
      ...(manager ? { assignedToId: manager.user_id, assignedToName: manager.name } : {}),
    },
    select: { id: true },
  });
  const name = breach.assignedToName ?? manager?.name;
  const inHand = name ? ` ${name} has it in hand.` : "";
  await recordStep(deed, { breach, action: step, reason: `${p.because}${inHand}` });
}

async function managerFor(deed: Deed, breach: BreachRow): Promise<Manager | null> {
  const managers = await deed.tx.$queryRaw<Manager[]>`
    select user_id, name, in_hand from app.account_managers() order by in_hand, user_id`;
  const known = await deed.tx.breach.findFirst({
    where: { engagementId: breach.engagementId, assignedToId: { in: managers.map((one) => one.user_id) } },
    orderBy: { openedAt: "desc" },
    select: { assignedToId: true },
  });
  return managers.find((one) => one.user_id === known?.assignedToId) ?? managers[0] ?? null;
}

/** Ends a breach by a finding of the rules: its state, the moment, and nothing awaited any more. */
export async function closeBreach(
  deed: Deed,
  breach: BreachRow,
  event: "find_effective" | "find_not_effective" | "withdraw",
): Promise<void> {
  await deed.tx.breach.update({
    where: { id: breach.id },
    data: {
      state: next(breachMachine, breach.state, event),
      closedAt: toDate(deed.now),
      dueAt: null,
    },
    select: { id: true },
  });
}
