import { invalidParameter, noSuch, refused } from "../errors.ts";
import { newId, randomText } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { currencyParam, mergedMetadata, missing, onlyParams, requiredText, textParam } from "../params.ts";
import type { ApiRequest, Work } from "../work.ts";
import { customerById } from "./customers.ts";
import { newSetupIntent, setupIntentById } from "./setup-intents.ts";

export type CheckoutSession = ReturnType<typeof newSession>;

/** A session ends a day after it was made (docs.stripe.com/api/checkout/sessions/create, expires_at). */
const secondsOpen = 86_400;

/**
 * A session of the mode `setup`: the hosted page on which a customer saves a card or a bank account. The
 * methods are dynamic: those of the currency.
 */
export function createCheckoutSession(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, [
    "mode",
    "customer",
    "currency",
    "success_url",
    "cancel_url",
    "metadata",
    "client_reference_id",
  ]);
  if (requiredText(params, "mode") !== "setup")
    throw invalidParameter({
      param: "mode",
      message: "The local Stripe has sessions of the mode setup only.",
    });
  const currency = currencyParam(params, "currency");
  if (currency === undefined) throw missing("currency");
  const customer = customerById(work, requiredText(params, "customer"), "customer");
  const intent = newSetupIntent({ work, customer: customer.id, types: typesFor(currency) });
  const session = newSession({
    work,
    currency,
    customer: customer.id,
    setupIntent: intent.id,
    successUrl: requiredText(params, "success_url"),
    cancelUrl: textParam(params, "cancel_url") ?? null,
    reference: textParam(params, "client_reference_id") ?? null,
    metadata: mergedMetadata(params),
  });
  work.store.put("setupIntent", intent);
  work.store.put("checkoutSession", session);
  return presentSession(session, work);
}

export function retrieveCheckoutSession(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  return presentSession(sessionById(work, request.ids.id ?? request.ids.session ?? ""), work);
}

export function expireCheckoutSession(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const session = sessionById(work, request.ids.id ?? request.ids.session ?? "");
  if (presentSession(session, work).status !== "open")
    throw refused({ message: 'Only Checkout Sessions with a status in ["open"] can be expired.' });
  const expired: CheckoutSession = { ...session, status: "expired", url: null };
  work.store.put("checkoutSession", expired);
  work.emit("checkout.session.expired", expired);
  return expired;
}

/** The methods that a currency offers on the page. */
export function typesFor(currency: string): string[] {
  if (currency === "usd") return ["card", "us_bank_account"];
  return currency === "eur" ? ["card", "sepa_debit"] : ["card"];
}

/** Marks a session and its intent as completed by a saved method. */
export function complete(p: {
  work: Work;
  session: CheckoutSession;
  method: string;
  mandate: string | null;
}) {
  const { work, session, method, mandate } = p;
  const intent = setupIntentById(work, session.setup_intent);
  const done = { ...intent, status: "succeeded" as const, payment_method: method, mandate };
  work.store.put("setupIntent", done);
  const completed: CheckoutSession = { ...session, status: "complete", url: null };
  work.store.put("checkoutSession", completed);
  work.emit("setup_intent.succeeded", done);
  work.emit("checkout.session.completed", completed);
}

/** A session past its end is expired, whether or not anybody has said so. */
export function presentSession(session: CheckoutSession, work: Work): CheckoutSession {
  return session.status === "open" && session.expires_at <= work.now
    ? { ...session, status: "expired", url: null }
    : session;
}

function sessionById(work: Work, id: string): CheckoutSession {
  const session = work.store.get("checkoutSession", id);
  if (session === undefined) throw noSuch({ noun: "checkout.session", id });
  return session;
}

function newSession(p: {
  work: Work;
  currency: string;
  customer: string;
  setupIntent: string;
  successUrl: string;
  cancelUrl: string | null;
  reference: string | null;
  metadata: Record<string, string>;
}) {
  const token = randomText(32);
  const id = newId("cs_test");
  p.work.store.put("setupPage", { id: token, session: id });
  return {
    ...unused,
    id,
    object: "checkout.session",
    cancel_url: p.cancelUrl,
    client_reference_id: p.reference,
    created: p.work.now,
    currency: p.currency,
    customer: p.customer,
    expires_at: p.work.now + secondsOpen,
    metadata: p.metadata,
    mode: "setup",
    payment_method_types: typesFor(p.currency),
    payment_status: "no_payment_required",
    setup_intent: p.setupIntent,
    status: "open" as "open" | "complete" | "expired",
    success_url: p.successUrl,
    ui_mode: "hosted_page",
    url: `${p.work.publicUrl}/c/${token}` as string | null,
  };
}

/** What a session of the mode setup has no use for. */
const unused = {
  adaptive_pricing: null,
  after_expiration: null,
  allow_promotion_codes: null,
  allowed_payment_method_types: null,
  amount_subtotal: null,
  amount_total: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  customer_creation: null,
  customer_details: null,
  customer_email: null,
  discounts: null,
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  livemode: false,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_collection: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  subscription: null,
  total_details: null,
  wallet_options: null,
};
