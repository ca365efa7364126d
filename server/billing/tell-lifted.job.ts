import { z } from "zod";
import { mailContent } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import type { Deed } from "../command.ts";
import type { Database } from "../db.ts";
import { queueMail } from "../identity/queue-mail.ts";
import { billingPeople } from "./billing-people.read.ts";

const payloadSchema = z.object({ suspensionId: z.uuid(), organizationId: z.uuid() });

type Deps = { db: Database; clock: Clock; publicUrl: string };

/** Has the buyer told that its new work is taken again, once for a suspension. */
export function tellOfLifting(
  deed: Pick<Deed, "enqueue">,
  p: z.infer<typeof payloadSchema>,
): Promise<void> {
  return deed.enqueue("suspension.lifted", p, `suspension.lifted:${p.suspensionId}`);
}

/**
 * The job behind `suspension.lifted`: writes to the buyer's owners and finance people that new work is taken
 * again. A second run writes nobody twice.
 */
export async function tellLifted(deps: Deps, payload: Record<string, unknown>): Promise<void> {
  const { suspensionId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `suspension.lifted:${suspensionId}`);
  const now = deps.clock.now();
  await deps.db.withOrg(viewer, async (tx) => {
    const ended = await tx.workSuspension.findFirst({ where: { id: suspensionId, organizationId } });
    if (!ended?.liftedAt) return;
    const subject = "New work is taken again";
    const text = ended.liftedById
      ? "The marketplace has ended the suspension. What you owe is still owed."
      : "Nothing that is overdue holds new work and new orders back any more.";
    const matters = [{ title: subject, text, url: `${deps.publicUrl}/payment-methods` }];
    for (const { userId, name, email: address } of await billingPeople(tx, organizationId))
      await queueMail(tx, {
        organizationId,
        providerId: null,
        reader: { userId, partyId: organizationId },
        to: { name, address },
        kind: "collecting",
        key: `suspension.lifted:${suspensionId}:${userId}`,
        content: mailContent({ name, subject, matters, footer: FOOTER, unsubscribe: null }),
        unsubscribe: null,
        now,
      });
  });
}

const FOOTER = ["You receive this because new work of your organisation was suspended."];
