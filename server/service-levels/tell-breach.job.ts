import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type BreachStepName, concernedBy } from "../../domain/service-levels/breach-notice.ts";
import { shownFrom } from "../../domain/service-levels/warning-addressee.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import { type Clock, toInstant } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import { accountManagers, type ToldManager } from "./account-managers.read.ts";
import { mailNotices } from "./mail-notices.ts";
import { noticePeople } from "./notice-people.read.ts";

const payloadSchema = z.object({ stepId: z.uuid(), organizationId: z.uuid() });

type Step = {
  id: string;
  action: BreachStepName;
  at: Date;
  organization_id: string;
  provider_id: string;
  engagement_id: string;
  assigned_to_id: string | null;
  by_id: string | null;
};

/**
 * The job that tells a breach's step to those whom it concerns, each in their own hours: one notice a person
 * and step, and none to the person who took it. The account manager who has it in hand is told of every
 * escalation and ending.
 */
export async function tellBreach(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { stepId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `breach-tell:${stepId}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const [step] = await tx.$queryRaw<Step[]>`
      select s.id, s.action, s.at, s.organization_id, s.provider_id, s.by_id, b.engagement_id,
        b.assigned_to_id
      from breach_step s join breach b on b.id = s.breach_id where s.id = ${stepId}::uuid`;
    if (!step) return;
    const parties = { organizationId: step.organization_id, providerId: step.provider_id };
    const people = concernedBy(step.action, await noticePeople(tx, parties));
    const managers = MANAGED.has(step.action) ? await managerOf(tx, step) : [];
    const at = Math.floor(toInstant(step.at).epochMilliseconds / 1000);
    const notices = [...people, ...managers]
      .filter((one) => one.userId !== step.by_id)
      .map(({ userId, partyId, hours }) => ({
        person: userId,
        party: partyId,
        show_at: formatInstant(shownFrom({ at, priority: null, hours })),
      }));
    await tx.$executeRaw`
      insert into warning_notice (organization_id, provider_id, breach_step_id, party_id, user_id, show_at)
      select ${step.organization_id}::uuid, ${step.provider_id}::uuid, ${step.id}::uuid, n.party, n.person,
        n.show_at
      from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb)
        as n(person uuid, party uuid, show_at timestamptz)
      on conflict (breach_step_id, user_id) do nothing`;
    await mailNotices(tx, { ...parties, now: deps.clock.now(), notices });
  });
}

const MANAGED = new Set<BreachStepName>(["escalated", "unanswered", "measured", "withdrawn"]);

async function managerOf(tx: Tx, step: Step): Promise<ToldManager[]> {
  const managers = await accountManagers(tx, step.engagement_id);
  return managers.filter((one) => one.userId === step.assigned_to_id);
}
