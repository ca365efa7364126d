import { z } from "zod";
import { type MailMatter, mailContent } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import type { Deed } from "../command.ts";
import type { Database, Tx } from "../db.ts";
import { queueMail } from "../identity/queue-mail.ts";

const STEPS = ["asked", "approved", "withdrawn", "done"] as const;
type Step = (typeof STEPS)[number];
const payloadSchema = z.object({ id: z.uuid(), organizationId: z.uuid(), step: z.enum(STEPS) });

/** Has everybody told who may take an erasure back or approve it, if the deed commits. */
export function tellOfErasure(deed: Deed, p: { id: string; organizationId: string; step: Step }) {
  return deed.enqueue("organization_erasure.changed", p, `organization_erasure:${p.id}:${p.step}`);
}

type Erasure = {
  organization: string;
  askedByName: string;
  approvedByName: string | null;
  withdrawnByName: string | null;
  dueOn: string | null;
};

/**
 * The job behind `organization_erasure.changed`: writes to the organisation's owners and to the marketplace's
 * administrators. Once it is done the owners have no place and no address left, and the administrators alone
 * are told. A second run writes nobody twice.
 */
export async function tellOrganizationErasure(
  deps: { db: Database; clock: Clock; publicUrl: string },
  payload: Record<string, unknown>,
): Promise<void> {
  const { id, organizationId, step } = payloadSchema.parse(payload);
  const key = `organization_erasure:${id}:${step}`;
  const as = systemViewer(organizationId, key);
  const erasure = await deps.db.withOrg(as, async (tx) => {
    const [row] = await tx.$queryRaw<Erasure[]>`
      select o.name as organization, e.asked_by_name as "askedByName", e.approved_by_name as "approvedByName",
        e.withdrawn_by_name as "withdrawnByName", (e.due_at at time zone o.zone)::date::text as "dueOn"
      from organization_erasure e join organization o on o.id = e.organization_id where e.id = ${id}::uuid`;
    return row;
  });
  if (!erasure) return;
  const ours = await deps.db.open.organization.findFirst({
    where: { kind: "marketplace" },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  const readers = [{ partyId: organizationId, page: "/organisation/erasure" }];
  if (ours) readers.push({ partyId: ours.id, page: "/erasures" });
  for (const { partyId, page } of readers)
    await deps.db.withOrg(systemViewer(partyId, key), async (tx) => {
      const matter = { ...wordsOf(step, erasure), url: `${deps.publicUrl}${page}` };
      for (const { userId, name, email: address } of await headsOf(tx, partyId))
        await queueMail(tx, {
          ...{ organizationId: partyId, providerId: null, reader: { userId, partyId } },
          to: { name, address },
          kind: "organization_erasure",
          key: `${key}:${userId}`,
          content: mailContent({
            ...{ name, subject: matter.title, matters: [matter], footer: FOOTER, unsubscribe: null },
          }),
          unsubscribe: null,
          now: deps.clock.now(),
        });
    });
}

/** Who answers for an organisation: its owners, of the marketplace its administrators. */
function headsOf(
  tx: Tx,
  organizationId: string,
): Promise<{ userId: string; name: string; email: string }[]> {
  return tx.$queryRaw`
    select m.user_id as "userId", p.name, p.email from membership m join person p on p.id = m.user_id
    where m.organization_id = ${organizationId}::uuid and m.role in ('owner', 'admin') and m.ended_at is null
      and p.disabled_at is null order by m.id`;
}

function wordsOf(step: Step, one: Erasure): Omit<MailMatter, "url"> {
  const { organization, askedByName: asker, approvedByName: approver } = one;
  switch (step) {
    case "asked":
      return {
        title: `${asker} asks for ${organization} to be erased`,
        text:
          "Nothing happens before another owner or an administrator approves. If it is a mistake, take it " +
          "back on the page.",
      };
    case "approved":
      return {
        title: `${organization} will be erased on ${one.dueOn}`,
        text:
          `${approver} approved what ${asker} asked for. Until that day it can be taken back on the page; ` +
          "then its keys are destroyed, every place in it ends, and nobody can bring it back.",
      };
    case "withdrawn":
      return {
        title: `${organization} will not be erased`,
        text: `${one.withdrawnByName} took back what ${asker} had asked for. Nothing was erased.`,
      };
    case "done":
      return {
        title: `${organization} is erased`,
        text: `${asker} asked for it and ${approver} approved. What the other side and the law need is kept.`,
      };
  }
}

const FOOTER = ["You receive this because you are an owner, or an administrator of Engine Room."];
