import { contestAmount } from "../../../server/billing/contest-amount.ts";
import { askCreditNote } from "../../../server/billing/credits/ask-credit-note.ts";
import { planOf } from "./invoices-are-paid.ts";
import type { Act, Telling } from "./live-story.ts";
import type { LivedInvoice } from "./lived-months.ts";
import type { Stage } from "./stage.ts";

const DAY = 86_400;

/** A contested amount that is held, a credit that was refunded, and what providers' banks made of payouts. */
export function moneyIsHeld(stage: Stage, { story, now }: Telling): Act[] {
  const of = (plan: string, monthsAgo: number) =>
    story.lived.filter((one) => one.plan === plan && one.monthsAgo === monthsAgo);
  return [
    ...of("brightline-books", 2).map((invoice) => ({
      at: invoice.paysAt - DAY,
      does: () => contest(stage, invoice),
    })),
    ...of("norrvik-it", 2).map((invoice) => ({
      at: invoice.paysAt + 9 * DAY,
      does: () => credit(stage, invoice),
    })),
    ...banksPay(stage, { plan: "sable-payroll", slug: "crestpay", story, now }),
    ...banksPay(stage, { plan: "tern-employment", slug: "hireborder", story, now }),
  ];
}

function contest(stage: Stage, { plan, statementId }: LivedInvoice): Promise<unknown> {
  return contestAmount(stage.as({ slug: planOf(plan).buyer, role: "finance" }), {
    ...{ statementId, line: null, amount: "180.00" },
    reason: "The bank feed of the second account was posted by us, not by the bookkeepers.",
  });
}

function credit(stage: Stage, { invoiceId }: LivedInvoice): Promise<unknown> {
  return askCreditNote(stage.as({ slug: "northern-accounts", role: "account_manager" }), {
    ...{ invoiceId, lines: [{ position: 1, netMinor: "18000" }], reason: "service_not_met" },
    memo: "The night shift of the 12th was not staffed between two and four.",
    balanceMinor: "0",
  });
}

type BankPays = Telling & { plan: string; slug: string };

/**
 * From the provider's own Stripe balance to its bank: the first payout arrives; of Hireborder's bank it came
 * back later, because the account was closed. The last one left yesterday.
 */
function banksPay(stage: Stage, { plan, slug, story, now }: BankPays): Act[] {
  const [first] = story.lived.filter((one) => one.plan === plan);
  if (!first) return [];
  const send = async () => {
    const [account] = await stage.rows(
      `select a.account_id, p.currency, sum(p.transfer_minor)::int as amount from stripe_account a
       join payout p on p.provider_id = a.organization_id and p.stripe_transfer_id is not null
       where a.organization_id = $1 and p.sent_at > coalesce(
         (select max(made_at) from bank_payout b where b.organization_id = $1), '-infinity')
       group by 1, 2`,
      [story.cast.organisationId(slug)],
    );
    if (!account) return;
    const { account_id: id, amount, currency } = account;
    stage.controls.money({ money: "connected_payout", id, amount, currency: currency.toLowerCase() });
  };
  const settle = (money: "connected_payout_paid" | "payout_failed") => async () => {
    const [latest] = await stage.rows(
      `select stripe_payout_id as id from bank_payout where organization_id = $1
       order by made_at desc limit 1`,
      [story.cast.organisationId(slug)],
    );
    if (latest) stage.controls.money({ money, id: latest.id });
  };
  const comesBack = slug === "hireborder";
  // The weekly run of payouts may be a fortnight after the payment.
  const sentBy = first.paysAt + (comesBack ? 8 : 17) * DAY;
  return [
    { at: sentBy, does: send },
    { at: sentBy + 2 * DAY, does: settle("connected_payout_paid") },
    ...(comesBack
      ? [{ at: sentBy + 5 * DAY, does: settle("payout_failed") }]
      : [{ at: now - DAY, does: send }]),
  ];
}
