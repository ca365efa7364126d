import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { shownFrom } from "../../domain/service-levels/warning-addressee.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import { type Clock, toInstant } from "../clock.ts";
import type { Database } from "../db.ts";
import { accountManagers } from "./account-managers.read.ts";
import { mailNotices } from "./mail-notices.ts";
import { noticePeople } from "./notice-people.read.ts";

const payloadSchema = z.object({ terminationId: z.uuid(), organizationId: z.uuid() });

type Reached = {
  id: string;
  organization_id: string;
  provider_id: string;
  engagement_id: string;
  at: Date;
};

/**
 * The job behind `termination_trigger.reached`: tells the owners of both sides and the account manager, each
 * in their own hours, on the page and by mail. A second run tells nobody twice.
 */
export async function tellTermination(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { terminationId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `termination-tell:${terminationId}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const [reached] = await tx.$queryRaw<Reached[]>`
      select id, organization_id, provider_id, engagement_id, reached_at as at
      from termination_reached where id = ${terminationId}::uuid`;
    if (!reached) return;
    const parties = { organizationId: reached.organization_id, providerId: reached.provider_id };
    const owners = (await noticePeople(tx, parties)).filter((one) => one.role === "owner");
    const [manager] = await accountManagers(tx, reached.engagement_id);
    const at = Math.floor(toInstant(reached.at).epochMilliseconds / 1000);
    const notices = [...owners, ...(manager ? [manager] : [])].map(({ userId, partyId, hours }) => ({
      person: userId,
      party: partyId,
      show_at: formatInstant(shownFrom({ at, priority: null, hours })),
    }));
    await tx.$executeRaw`
      insert into warning_notice (organization_id, provider_id, termination_id, party_id, user_id, show_at)
      select ${parties.organizationId}::uuid, ${parties.providerId}::uuid, ${reached.id}::uuid, n.party,
        n.person, n.show_at
      from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb)
        as n(person uuid, party uuid, show_at timestamptz)
      on conflict (termination_id, user_id) do nothing`;
    await mailNotices(tx, { ...parties, now: deps.clock.now(), notices });
  });
}
