import { answerDispute } from "../../../server/billing/disputes/answer-dispute.ts";
import { planOf } from "./invoices-are-paid.ts";
import type { Act, Telling } from "./live-story.ts";
import type { LivedInvoice } from "./lived-months.ts";
import type { Stage } from "./stage.ts";

const DAY = 86_400;
const DESK = { slug: "northern-accounts", role: "account_manager" } as const;

/** What banks took back: one dispute was won with evidence, one lost, and one waits for its answer. */
export function disputesCome(stage: Stage, { story, now }: Telling): Act[] {
  const of = (plan: string, monthsAgo: number, acts: (invoice: LivedInvoice) => Act[]) =>
    story.lived.filter((one) => one.plan === plan && one.monthsAgo === monthsAgo).flatMap(acts);
  return [
    ...of("brightline-books", 3, (invoice) => [
      opens(stage, invoice, { at: invoice.paysAt + 3 * DAY, reason: "product_not_received" }),
      { at: invoice.paysAt + 5 * DAY, does: () => answer(stage, invoice, true) },
      decided(stage, invoice, { at: invoice.paysAt + 16 * DAY, as: "won" }),
    ]),
    ...of("tern-employment", 4, (invoice) => [
      opens(stage, invoice, { at: invoice.paysAt + 12 * DAY, reason: "fraudulent" }),
      decided(stage, invoice, { at: invoice.paysAt + 26 * DAY, as: "lost" }),
    ]),
    ...of("tern-employment", 3, (invoice) => [
      opens(stage, invoice, { at: now - 4 * DAY, reason: "duplicate" }),
      { at: now - 2 * DAY, does: () => answer(stage, invoice, false) },
    ]),
  ];
}

function opens(stage: Stage, { invoiceId }: LivedInvoice, p: { at: number; reason: string }): Act {
  return {
    at: p.at,
    does: async () => {
      const [invoice] = await stage.rows("select stripe_charge_id from invoice where id = $1", [invoiceId]);
      stage.controls.moneyBack.dispute({ charge: invoice?.stripe_charge_id, reason: p.reason });
    },
  };
}

function decided(stage: Stage, invoice: LivedInvoice, p: { at: number; as: "won" | "lost" }): Act {
  return {
    at: p.at,
    does: async () => {
      const { stripe_dispute_id: dispute } = await disputeOf(stage, invoice);
      stage.controls.moneyBack.decide({ dispute, as: p.as });
    },
  };
}

/** The account manager answers with what the portal holds; unsent, it is a draft at Stripe. */
async function answer(stage: Stage, invoice: LivedInvoice, submit: boolean): Promise<void> {
  const { id: disputeId, number } = await disputeOf(stage, invoice);
  const { title } = planOf(invoice.plan);
  const fields = [
    { name: "product_description", text: `${title}: a month of accepted work, measured item by item.` },
    { name: "uncategorized_text", text: `Both sides approved the statement before invoice ${number}.` },
  ] as const;
  await answerDispute(stage.as(DESK), { disputeId, fields: [...fields], submit });
}

async function disputeOf(stage: Stage, { invoiceId }: LivedInvoice) {
  const [row] = await stage.rows(
    `select d.id, d.stripe_dispute_id, i.number from charge_dispute d join invoice i on i.id = d.invoice_id
     where d.invoice_id = $1`,
    [invoiceId],
  );
  if (!row) throw new Error(`The invoice ${invoiceId} is not disputed.`);
  return row;
}
