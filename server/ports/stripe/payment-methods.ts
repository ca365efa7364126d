import type Stripe from "stripe";
import { toStripeCurrency } from "./amount.ts";
import { StripeRefused, settled } from "./errors.ts";
import { idOf } from "./invoices.ts";

/** A card or an account that the customer has saved on the hosted page; we never see its number. */
export interface StripeSavedMethod {
  id: string;
  /** Stripe's word: card, us_bank_account, sepa_debit and others that a currency may offer. */
  type: string;
  /** The card's brand or the bank's name. */
  brand: string;
  last4: string;
  /** Of a card; null for an account. */
  expires: { month: number; year: number } | null;
  /** Null once it is detached: it can never pay again. */
  customerId: string | null;
  mandate: { id: string; status: string } | null;
}

export interface StripeSetup {
  sessionId: string;
  status: "open" | "complete" | "expired" | "unknown";
  url: string | null;
  expiresAtEpochSeconds: number;
  method: StripeSavedMethod | null;
  metadata: Record<string, string>;
}

/** Where a bank transfer of the customer's has to go. */
export interface BankAddress {
  holder: string;
  /** In print order: IBAN and BIC, or account and routing number. */
  lines: { label: string; value: string }[];
}

export function paymentMethodFunctions(stripe: Stripe) {
  return { ...setupFunctions(stripe), ...methodFunctions(stripe) };
}

function setupFunctions(stripe: Stripe) {
  const { retrieved } = lookUps(stripe);

  /** Opens the hosted page on which the customer saves a method: those that the currency offers. */
  async function startSetup(given: {
    customerId: string;
    currency: string;
    setupId: string;
    organizationId: string;
    successUrl: string;
    cancelUrl: string;
    idempotencyKey: string;
  }): Promise<StripeSetup> {
    const { customerId, setupId, organizationId, idempotencyKey } = given;
    const session = await settled(() =>
      stripe.checkout.sessions.create(
        {
          mode: "setup",
          customer: customerId,
          currency: toStripeCurrency(given.currency),
          success_url: given.successUrl,
          cancel_url: given.cancelUrl,
          client_reference_id: setupId,
          metadata: { setup_id: setupId, organization_id: organizationId },
        },
        { idempotencyKey },
      ),
    );
    return setupFrom(session, null);
  }

  /** The hosted page as it stands now, with the method that was saved on it. */
  async function retrieveSetup(sessionId: string): Promise<StripeSetup> {
    const session = await settled(() => stripe.checkout.sessions.retrieve(sessionId));
    if (session.status !== "complete" || session.setup_intent === null) return setupFrom(session, null);
    const intentId = idOf(session.setup_intent);
    const intent = await settled(() => stripe.setupIntents.retrieve(intentId));
    if (intent.status !== "succeeded" || intent.payment_method === null) return setupFrom(session, null);
    const mandateId = intent.mandate === null ? null : idOf(intent.mandate);
    return setupFrom(session, await retrieved({ id: idOf(intent.payment_method), mandateId }));
  }

  return { startSetup, retrieveSetup };
}

function methodFunctions(stripe: Stripe) {
  const { retrieved } = lookUps(stripe);

  /** A saved method as Stripe has it now, with the mandate that is known for it. */
  function retrievePaymentMethod(given: { id: string; mandateId: string | null }) {
    return retrieved(given);
  }

  /** The method can never be used again. One that is detached already counts as done. */
  async function detachPaymentMethod(given: { id: string; idempotencyKey: string }): Promise<null> {
    const { id, idempotencyKey } = given;
    const before = await settled(() => stripe.paymentMethods.retrieve(id));
    if (before.customer === null) return null;
    try {
      await settled(() => stripe.paymentMethods.detach(id, {}, { idempotencyKey }));
    } catch (error) {
      if (!(error instanceof StripeRefused)) throw error;
      const now = await settled(() => stripe.paymentMethods.retrieve(id));
      if (now.customer !== null) throw error;
    }
    return null;
  }

  /** The bank account under which the customer's transfers arrive; Stripe gives the same one again. */
  async function bankAddress(given: {
    customerId: string;
    currency: string;
    idempotencyKey: string;
  }): Promise<BankAddress> {
    const currency = toStripeCurrency(given.currency);
    const bankTransfer: Stripe.CustomerCreateFundingInstructionsParams["bank_transfer"] =
      currency === "usd"
        ? { type: "us_bank_transfer" }
        : { type: "eu_bank_transfer", eu_bank_transfer: { country: "IE" } };
    const { customerId, idempotencyKey } = given;
    const told = await settled(() =>
      stripe.customers.createFundingInstructions(
        customerId,
        { currency, funding_type: "bank_transfer", bank_transfer: bankTransfer },
        { idempotencyKey },
      ),
    );
    return addressFrom(told);
  }

  return { retrievePaymentMethod, detachPaymentMethod, bankAddress };
}

function lookUps(stripe: Stripe) {
  async function retrieved(p: { id: string; mandateId: string | null }): Promise<StripeSavedMethod> {
    const method = await settled(() => stripe.paymentMethods.retrieve(p.id));
    const { mandateId } = p;
    const mandate = mandateId === null ? null : await settled(() => stripe.mandates.retrieve(mandateId));
    return methodFrom(method, mandate);
  }
  return { retrieved };
}

function methodFrom(method: Stripe.PaymentMethod, mandate: Stripe.Mandate | null): StripeSavedMethod {
  const { card, us_bank_account: us, sepa_debit: sepa } = method;
  return {
    id: method.id,
    type: method.type,
    brand: card?.brand ?? us?.bank_name ?? sepa?.bank_code ?? method.type,
    last4: card?.last4 ?? us?.last4 ?? sepa?.last4 ?? "",
    expires: card ? { month: card.exp_month, year: card.exp_year } : null,
    customerId: method.customer === null ? null : idOf(method.customer),
    mandate: mandate && { id: mandate.id, status: mandate.status },
  };
}

function setupFrom(session: Stripe.Checkout.Session, method: StripeSavedMethod | null): StripeSetup {
  const { status } = session;
  const known = status === "open" || status === "complete" || status === "expired";
  return {
    sessionId: session.id,
    status: known ? (status as StripeSetup["status"]) : "unknown",
    url: session.url,
    expiresAtEpochSeconds: session.expires_at,
    method,
    metadata: session.metadata ?? {},
  };
}

function addressFrom(told: Stripe.FundingInstructions): BankAddress {
  const [place] = told.bank_transfer.financial_addresses;
  if (place?.iban)
    return {
      holder: place.iban.account_holder_name,
      lines: [
        { label: "IBAN", value: place.iban.iban },
        { label: "BIC", value: place.iban.bic },
      ],
    };
  if (place?.aba)
    return {
      holder: place.aba.account_holder_name,
      lines: [
        { label: "Account number", value: place.aba.account_number },
        { label: "Routing number", value: place.aba.routing_number },
        { label: "Bank", value: place.aba.bank_name },
      ],
    };
  return { holder: "", lines: [] };
}
