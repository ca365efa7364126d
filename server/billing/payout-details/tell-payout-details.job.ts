import { z } from "zod";
import { type MailMatter, mailContent } from "../../../domain/identity/mail.ts";
import { systemViewer } from "../../../domain/identity/system-viewer.ts";
import { maskedEnd } from "../../../domain/shared/masked.ts";
import type { Clock } from "../../clock.ts";
import type { Database, Prisma } from "../../db.ts";
import { queueMail } from "../../identity/queue-mail.ts";
import { sealedFields } from "../../sealed-fields.ts";
import { billingPeople } from "../billing-people.read.ts";

const payloadSchema = z.object({ detailsId: z.uuid(), organizationId: z.uuid() });

/**
 * The job behind `payout_details.changed`: writes to all of the provider's owners and finance people, the
 * one who proposed the account and those who may confirm it alike, where it stands now. A second run
 * writes nobody twice.
 */
export async function tellPayoutDetails(
  deps: { db: Database; clock: Clock; publicUrl: string },
  payload: Record<string, unknown>,
): Promise<void> {
  const { detailsId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `payout_details:${detailsId}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const one = await tx.payoutDetails.findFirst({ where: { id: detailsId, organizationId } });
    if (!one) return;
    const { openKept } = await sealedFields(tx);
    const account = await openKept("payout_details.account", one.id, one.account);
    const matter = { ...wordsOf(one, maskedEnd(account)), url: `${deps.publicUrl}/payouts/details` };
    for (const { userId, name, email: address } of await billingPeople(tx, organizationId))
      await queueMail(tx, {
        ...{ organizationId, providerId: null, reader: { userId, partyId: organizationId } },
        to: { name, address },
        kind: "payout_details",
        key: `payout_details:${detailsId}:${one.state}:${userId}`,
        content: mailContent({
          name,
          subject: matter.title,
          matters: [matter],
          footer: FOOTER,
          unsubscribe: null,
        }),
        unsubscribe: null,
        now: deps.clock.now(),
      });
  });
}

type Details = Prisma.PayoutDetailsGetPayload<object>;

function wordsOf(one: Details, account: string): Omit<MailMatter, "url"> {
  const { currency, proposedByName: proposer, decidedByName: decider } = one;
  const where = `the account ${account} for payouts in ${currency}`;
  switch (one.state) {
    case "proposed":
      return {
        title: `A new account for payouts in ${currency} is proposed`,
        text:
          `${proposer} proposes ${where}. It counts once somebody else has confirmed it; until then nothing ` +
          "changes. If nobody of you knows about it, reject it.",
      };
    case "rejected":
      return {
        title: `The new account for payouts in ${currency} was rejected`,
        text: `${decider} rejected ${where}, which ${proposer} had proposed. The one before stays.`,
      };
    case "withdrawn":
      return {
        title: `The new account for payouts in ${currency} was withdrawn`,
        text: `${proposer} took back ${where}. The one before stays.`,
      };
    default:
      return {
        title: `Payouts in ${currency} go to another account`,
        text:
          `${decider} confirmed ${where}, which ${proposer} had proposed. If nobody of you knows about it, ` +
          "write to us at once.",
      };
  }
}

const FOOTER = ["You receive this because you are an owner or a finance person of your organisation."];
