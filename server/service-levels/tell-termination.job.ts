import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Role } from "../../domain/identity/viewer.ts";
import { shownFrom } from "../../domain/service-levels/warning-addressee.ts";
import { formatInstant } from "../../domain/shared/instant.ts";
import { type Clock, toInstant } from "../clock.ts";
import { type Database, Prisma, type Tx } from "../db.ts";
import { accountManagers } from "./account-managers.read.ts";
import { mailNotices } from "./mail-notices.ts";
import { noticePeople } from "./notice-people.read.ts";

const reachedSchema = z.object({ terminationId: z.uuid(), organizationId: z.uuid() });
const givenSchema = z.object({ endingId: z.uuid(), organizationId: z.uuid() });

type Told = {
  id: string;
  organization_id: string;
  provider_id: string;
  engagement_id: string;
  at: Date;
  by_id: string | null;
};

/**
 * The job behind `termination_trigger.reached`: tells the owners of both sides and the account manager, each
 * in their own hours, on the page and by mail. A second run tells nobody twice.
 */
export async function tellTermination(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { terminationId, organizationId } = reachedSchema.parse(payload);
  const viewer = systemViewer(organizationId, `termination-tell:${terminationId}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const [reached] = await tx.$queryRaw<Told[]>`
      select id, organization_id, provider_id, engagement_id, reached_at as at, null as by_id
      from termination_reached where id = ${terminationId}::uuid`;
    if (reached) await tell(tx, { deps, told: reached, roles: ["owner"], column: "termination_id" });
  });
}

/**
 * The job behind `termination_notice.given`: tells those of both sides who lead the work, but for the person
 * who gave it, and the account manager. A second run tells nobody twice.
 */
export async function tellEnding(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { endingId, organizationId } = givenSchema.parse(payload);
  const viewer = systemViewer(organizationId, `ending-tell:${endingId}`);
  const roles: Role[] = ["owner", "operations_lead", "delivery_manager"];
  await deps.db.withOrg(viewer, async (tx) => {
    const [given] = await tx.$queryRaw<Told[]>`
      select id, organization_id, provider_id, engagement_id, given_at as at, given_by_id as by_id
      from termination_notice where id = ${endingId}::uuid`;
    if (given) await tell(tx, { deps, told: given, roles, column: "ending_id" });
  });
}

const COLUMNS = { termination_id: Prisma.sql`termination_id`, ending_id: Prisma.sql`ending_id` };

async function tell(
  tx: Tx,
  p: { deps: { clock: Clock }; told: Told; roles: readonly Role[]; column: keyof typeof COLUMNS },
): Promise<void> {
  const { told } = p;
  const parties = { organizationId: told.organization_id, providerId: told.provider_id };
  const people = (await noticePeople(tx, parties)).filter((one) => p.roles.includes(one.role));
  const [manager] = await accountManagers(tx, told.engagement_id);
  const at = Math.floor(toInstant(told.at).epochMilliseconds / 1000);
  const notices = [...people, ...(manager ? [manager] : [])]
    .filter(({ userId }) => userId !== told.by_id)
    .map(({ userId, partyId, hours }) => ({
      person: userId,
      party: partyId,
      show_at: formatInstant(shownFrom({ at, priority: null, hours })),
    }));
  const column = COLUMNS[p.column];
  await tx.$executeRaw`
    insert into warning_notice (organization_id, provider_id, ${column}, party_id, user_id, show_at)
    select ${parties.organizationId}::uuid, ${parties.providerId}::uuid, ${told.id}::uuid, n.party,
      n.person, n.show_at
    from jsonb_to_recordset(${JSON.stringify(notices)}::jsonb)
      as n(person uuid, party uuid, show_at timestamptz)
    on conflict (${column}, user_id) do nothing`;
  await mailNotices(tx, { ...parties, now: p.deps.clock.now(), notices });
}
