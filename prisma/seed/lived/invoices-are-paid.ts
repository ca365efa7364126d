import { mirrorInvoice } from "../../../server/billing/mirror-invoice.ts";
import { openHostedPage } from "../../../server/billing/open-hosted-page.ts";
import { payWithSavedMethod } from "../../../server/billing/pay-with-saved-method.ts";
import { refreshPayoutAccount, setUpPayouts } from "../../../server/billing/payout-account.ts";
import { finishPaymentSetup, startPaymentSetup } from "../../../server/billing/set-up-payment-method.ts";
import { ENGAGEMENTS } from "../engagement-plans.ts";
import type { Act, Telling } from "./live-story.ts";
import type { LivedInvoice } from "./lived-months.ts";
import type { Stage } from "./stage.ts";

const DAY = 86_400;
const PAGE = "http://localhost:3000";
const CARD = { type: "card", number: "4242 4242 4242 4242", expiry: "12/40", cvc: "123" };

/** Who is paid through Stripe; the others have not opened an account there. */
const WITH_ACCOUNT = ["crestpay", "ledgerwell", "hireborder", "bluepeak-desk"];
/** Whose finance saved a card and pays with it. */
const SAVES_CARD = "sable-payroll";
/** The weekly run of payouts is looked at for so long after a payment. */
const LOOKED_AT_DAYS = 16;

/** Invoices open at Stripe, are paid on the hosted page or with a saved card, and go on to the providers. */
export function invoicesArePaid(stage: Stage, { story, now }: Telling): Act[] {
  const known = new Set<string>();
  const acts = story.lived.flatMap((invoice): Act[] => {
    const plan = planOf(invoice.plan);
    const isFirst = !known.has(plan.provider);
    known.add(plan.provider);
    const opens = { at: invoice.issuedAt + 60, does: () => open(stage, invoice) };
    const accounts = isFirst && WITH_ACCOUNT.includes(plan.provider);
    return [
      opens,
      ...(accounts ? [{ at: invoice.issuedAt + 120, does: () => openAccount(stage, plan.provider) }] : []),
      { at: invoice.paysAt, does: () => pay(stage, invoice) },
    ];
  });
  const cardFrom = story.lived.find((one) => one.plan === SAVES_CARD);
  if (cardFrom) acts.push({ at: cardFrom.paysAt - DAY, does: () => saveCard(stage, "sable-robotics") });
  const looks = story.lived.flatMap(({ paysAt }) =>
    Array.from(
      { length: LOOKED_AT_DAYS },
      (_none, day) => Math.floor(paysAt / DAY + 1 + day) * DAY + DAY / 2,
    ),
  );
  for (const at of new Set([...looks.filter((one) => one < now), now]))
    acts.push({ at, does: () => stage.job("payouts:due") });
  return acts;
}

export function planOf(key: string) {
  const plan = ENGAGEMENTS.find((one) => one.key === key);
  if (!plan) throw new Error(`The story has no engagement called ${key}.`);
  return plan;
}

function open(stage: Stage, { invoiceId, buyerId }: LivedInvoice): Promise<void> {
  return mirrorInvoice(stage.deps, { invoiceId, organizationId: buyerId });
}

async function openAccount(stage: Stage, slug: string): Promise<void> {
  const owner = stage.as({ slug, role: "owner" });
  const addresses = { returnUrl: `${PAGE}/payouts/returned`, refreshUrl: `${PAGE}/payouts` };
  const { onboardingUrl } = await setUpPayouts(owner, { stripe: stage.stripe, ...addresses });
  await send(onboardingUrl, { accept: "yes" });
  await refreshPayoutAccount(owner, { stripe: stage.stripe });
}

async function saveCard(stage: Stage, slug: string): Promise<void> {
  const buyer = stage.as({ slug, role: "finance" });
  const { stripe, deps } = stage;
  const returnUrl = `${PAGE}/payment-methods/returned`;
  const { url, setupId } = await startPaymentSetup(buyer, { stripe, currency: "USD", returnUrl });
  await send(url, CARD);
  const { organizationId } = buyer.viewer;
  await finishPaymentSetup({ db: deps.db, clock: deps.clock, stripe }, { organizationId, setupId });
}

async function pay(stage: Stage, { invoiceId, buyerId, plan }: LivedInvoice): Promise<void> {
  const buyer = stage.as({ slug: planOf(plan).buyer, role: "finance" });
  const [card] = await stage.rows("select id from payment_method where organization_id = $1", [buyerId]);
  if (card) {
    await payWithSavedMethod(buyer, { invoiceId, paymentMethodId: card.id });
    return;
  }
  const { url } = await openHostedPage(buyer, { stripe: stage.stripe, invoiceId });
  await send(url, CARD);
}

/** A form of one of Stripe's hosted pages, filled in. */
async function send(url: string, form: Record<string, string>): Promise<void> {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
  if (answer.status >= 400) throw new Error(`${url} answered ${answer.status}.`);
}
