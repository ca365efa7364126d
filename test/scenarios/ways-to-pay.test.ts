import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { autopayWording } from "../../domain/billing/autopay.ts";
import { chooseBankTransfer } from "../../server/billing/choose-bank-transfer.ts";
import { payWithSavedMethod } from "../../server/billing/pay-with-saved-method.ts";
import {
  chooseDefaultMethod,
  removePaymentMethod,
  setAutopay,
} from "../../server/billing/payment-method-changes.ts";
import { startPaymentSetup } from "../../server/billing/set-up-payment-method.ts";
import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import {
  agree,
  attemptsOf,
  dun,
  hearAll,
  openInvoice,
  payer,
  RETURN_URL,
  saveMethod,
  stateOf,
} from "../factories/collecting-story.ts";
import { dueOn, everyDay, goTo, openSums, stepsOf, stripeMethod } from "../factories/dunning-story.ts";
import { localStripe } from "../factories/local-stripe.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
let standIn: StripeStandIn;
type Opened = Awaited<ReturnType<typeof openInvoice>>;

beforeAll(async () => {
  world = await openWorld();
  standIn = await localStripe(world);
});
afterAll(() => world.close());

const caller = ({ story }: Opened) => world.caller(payer(story));
const pay = (opened: Opened, paymentMethodId: string) =>
  payWithSavedMethod(caller(opened), { invoiceId: opened.invoiceId, paymentMethodId });
const defaults = async ({ story }: Opened) => {
  const { rows } = await world.owner.query(
    "select id from payment_method where organization_id = $1 and is_default",
    [story.buyer.organizationId],
  );
  return rows.map((row) => row.id);
};

describe("a card that has expired", () => {
  test("is charged to its last day, from the next on is refused in words, and the clock only reminds", async () => {
    const opened = await openInvoice(world);
    const card = await saveMethod(world, opened.story, { how: "card" });
    await agree(world, opened.story, card);
    const due = Temporal.PlainDate.from(await dueOn(world, opened));
    const before = due.subtract({ months: 1 });
    await world.owner.query("update payment_method set exp_month = $2, exp_year = $3 where id = $1", [
      ...[card, before.month, before.year],
    ]);
    goTo(world, due.toString(), 0);
    await refusedUnchanged(world, () => pay(opened, card), {
      code: "method_not_chargeable",
      message: "This card has expired.",
    });
    await refusedUnchanged(world, () => chooseDefaultMethod(caller(opened), { paymentMethodId: card }), {
      code: "method_not_chargeable",
    });
    await everyDay(world, opened, 0, 3);
    expect(await stepsOf(world, opened.invoiceId)).toEqual(["0 due remind", "3 retry_1 remind"]);
    expect(await attemptsOf(world, opened.invoiceId)).toEqual([]);
  });

  test("for Stripe is a hard decline: the consent stands, and the method is not charged again", async () => {
    const opened = await openInvoice(world);
    const card = await saveMethod(world, opened.story, { how: "card" });
    await agree(world, opened.story, card);
    standIn.controls.buyer.decline({ method: await stripeMethod(world, card), because: "expired_card" });
    await everyDay(world, opened, 0, 5);
    expect(await attemptsOf(world, opened.invoiceId)).toMatchObject([
      { kind: "autopay", state: "failed", code: "expired_card" },
    ]);
    expect(await stepsOf(world, opened.invoiceId)).toEqual([
      "0 due charge",
      "3 retry_1 remind",
      "5 retry_2 remind",
    ]);
    const mail = await world.row(
      `select body_text as text from mail_message where organization_id = $1 and subject like 'The payment%'`,
      [opened.story.buyer.organizationId],
    );
    expect(mail.text).toMatch(/The card has expired/);
  });
});

describe("a SEPA debit", () => {
  test("collects euros, days later, and no other currency", async () => {
    const euros = await openInvoice(world, { currency: "EUR" });
    const sepa = await saveMethod(world, euros.story, { how: "sepa", currency: "EUR" });
    await pay(euros, sepa);
    await world.drainJobs();
    expect(await attemptsOf(world, euros.invoiceId)).toMatchObject([{ state: "processing" }]);
    await refusedUnchanged(world, () => removePaymentMethod(caller(euros), { paymentMethodId: sepa }), {
      code: "payment_under_way",
      message: expect.stringMatching(/with the bank/),
    });
    standIn.controls.advance(6 * 86_400);
    await hearAll(world);
    expect(await stateOf(world, euros.invoiceId)).toBe("paid");
    expect(await openSums(world, euros.story.engagementId)).toEqual({ receivable: 0, provider_pending: 0 });

    const dollars = await openInvoice(world);
    const other = await saveMethod(world, dollars.story, { how: "sepa", currency: "EUR" });
    await refusedUnchanged(world, () => pay(dollars, other), {
      code: "method_not_chargeable",
      message: "A SEPA debit collects euros, and this invoice is in USD.",
    });
  });
});

describe("a mandate that was withdrawn", () => {
  test("is heard of, refuses payment, consent and default, and dunning goes on by mail", async () => {
    const opened = await openInvoice(world, { currency: "EUR" });
    const sepa = await saveMethod(world, opened.story, { how: "sepa", currency: "EUR" });
    await agree(world, opened.story, sepa);
    standIn.controls.buyer.withdrawMandate(await stripeMethod(world, sepa));
    await hearAll(world);
    const kept = await world.row("select mandate_status as mandate from payment_method where id = $1", [
      sepa,
    ]);
    expect(kept.mandate).toBe("inactive");
    const refusal = {
      code: "method_not_chargeable",
      message: expect.stringMatching(/mandate .* withdrawn/),
    };
    await refusedUnchanged(world, () => pay(opened, sepa), refusal);
    await refusedUnchanged(
      world,
      () => chooseDefaultMethod(caller(opened), { paymentMethodId: sepa }),
      refusal,
    );
    await refusedUnchanged(world, () => agree(world, opened.story, sepa), refusal);
    await everyDay(world, opened, 0, 0);
    expect(await stepsOf(world, opened.invoiceId)).toEqual(["0 due remind"]);
  });

  test("of which no event came is Stripe's refusal of the charge, and final for that method", async () => {
    const opened = await openInvoice(world, { currency: "EUR" });
    const sepa = await saveMethod(world, opened.story, { how: "sepa", currency: "EUR" });
    await agree(world, opened.story, sepa);
    standIn.controls.buyer.withdrawMandate(await stripeMethod(world, sepa));
    await everyDay(world, opened, 0, 3);
    expect(await attemptsOf(world, opened.invoiceId)).toMatchObject([
      { state: "failed", code: "payment_intent_mandate_invalid" },
    ]);
    expect(await stepsOf(world, opened.invoiceId)).toEqual(["0 due charge", "3 retry_1 remind"]);
  });
});

describe("a bank transfer", () => {
  test("goes to one account for ever, is never charged, and pays the invoice when it arrives", async () => {
    const opened = await openInvoice(world, { currency: "EUR" });
    const { port: stripe } = await world.stripe();
    await chooseBankTransfer(caller(opened), { stripe, currency: "EUR" });
    await chooseBankTransfer(caller(opened), { stripe, currency: "EUR" });
    const { organizationId } = opened.story.buyer;
    const { rows } = await world.owner.query(
      "select id, bank_address as address from payment_method where organization_id = $1",
      [organizationId],
    );
    expect(rows).toHaveLength(1);
    const [{ id: transfer, address }] = rows;
    expect(JSON.stringify(address)).toMatch(/IE29TEST/);
    const refusal = { code: "method_not_chargeable", message: expect.stringMatching(/sent by you/) };
    await refusedUnchanged(world, () => pay(opened, transfer), refusal);
    const { name } = await world.row("select name from organization where id = $1", [organizationId]);
    const wording = autopayWording({ buyer: name, method: "Bank transfer in EUR" });
    await refusedUnchanged(
      world,
      () => setAutopay(caller(opened), { paymentMethodId: transfer, isOn: true, wording }),
      refusal,
    );
    const { customer } = await world.row(
      "select customer_id as customer from stripe_customer where organization_id = $1",
      [organizationId],
    );
    standIn.controls.buyer.sendTransfer({ customer, amount: 378_400, currency: "EUR" });
    await hearAll(world);
    expect(await stateOf(world, opened.invoiceId)).toBe("paid");
    expect(await attemptsOf(world, opened.invoiceId)).toEqual([]);
    expect(await openSums(world, opened.story.engagementId)).toEqual({
      receivable: 0,
      provider_pending: 0,
    });
  });

  test("that no event told of is found by the clock on the due day", async () => {
    const opened = await openInvoice(world, { currency: "EUR" });
    const { port: stripe } = await world.stripe();
    await chooseBankTransfer(caller(opened), { stripe, currency: "EUR" });
    const { customer } = await world.row(
      "select customer_id as customer from stripe_customer where organization_id = $1",
      [opened.story.buyer.organizationId],
    );
    standIn.controls.buyer.sendTransfer({ customer, amount: 378_400, currency: "EUR" });
    goTo(world, await dueOn(world, opened), 0);
    await dun(world, opened);
    expect(await stateOf(world, opened.invoiceId)).toBe("paid");
    expect(await stepsOf(world, opened.invoiceId)).toEqual([]);
    await world.drainJobs();
  });

  test("arrives in two currencies, for buyers alone", async () => {
    const opened = await openInvoice(world, { currency: "EUR" });
    const { port: stripe } = await world.stripe();
    const choose = (who: Parameters<World["caller"]>[0], currency: string) =>
      chooseBankTransfer(world.caller(who), { stripe, currency });
    await refusedUnchanged(world, () => choose(payer(opened.story), "GBP"), {
      code: "invalid_input",
      field: "currency",
    });
    await refusedUnchanged(world, () => choose(opened.story.provider, "USD"), { code: "not_allowed" });
    await refusedUnchanged(
      world,
      () => startPaymentSetup(caller(opened), { stripe, currency: "dollars", returnUrl: RETURN_URL }),
      { code: "invalid_input", field: "currency" },
    );
  });
});

describe("the method that is used first", () => {
  test("is one, is not removed while automatic payment uses it, and never is somebody else's", async () => {
    const opened = await openInvoice(world);
    const foreign = await openInvoice(world);
    const card = await saveMethod(world, opened.story, { how: "card" });
    const ach = await saveMethod(world, opened.story, { how: "ach" });
    const theirs = await saveMethod(world, foreign.story, { how: "card" });
    expect(await defaults(opened)).toEqual([card]);
    await chooseDefaultMethod(caller(opened), { paymentMethodId: ach });
    expect(await defaults(opened)).toEqual([ach]);
    for (const paymentMethodId of [theirs, opened.invoiceId])
      for (const deed of [chooseDefaultMethod, removePaymentMethod])
        await refusedUnchanged(world, () => deed(caller(opened), { paymentMethodId }), {
          code: "not_found",
        });
    await refusedUnchanged(world, () => pay(opened, theirs), { code: "not_found" });
    await agree(world, opened.story, ach);
    await refusedUnchanged(world, () => removePaymentMethod(caller(opened), { paymentMethodId: ach }), {
      code: "method_in_use",
    });
    await refusedUnchanged(
      world,
      () =>
        setAutopay(caller(opened), { paymentMethodId: card, isOn: true, wording: "I agree to something" }),
      { code: "consent_outdated" },
    );
    await refusedUnchanged(
      world,
      () =>
        removePaymentMethod(world.caller({ ...opened.story.buyer, role: "operations_lead" }), {
          paymentMethodId: card,
        }),
      { code: "not_allowed" },
    );
    // Another one takes its place; only then the old one goes, from Stripe too.
    await agree(world, opened.story, card);
    await removePaymentMethod(caller(opened), { paymentMethodId: ach });
    await world.drainJobs();
    expect(await defaults(opened)).toEqual([]);
    await refusedUnchanged(world, () => pay(opened, ach), {
      code: "method_not_chargeable",
      message: "This way to pay was removed.",
    });
    await refusedUnchanged(world, () => removePaymentMethod(caller(opened), { paymentMethodId: ach }), {
      code: "not_found",
    });
    const { port } = await world.stripe();
    const gone = await port.retrievePaymentMethod({ id: await stripeMethod(world, ach), mandateId: null });
    expect(gone.customerId).toBeNull();
  });
});
