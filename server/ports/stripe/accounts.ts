import type Stripe from "stripe";
import { settled } from "./errors.ts";

export type TransfersStatus = "active" | "pending" | "restricted" | "unsupported" | "unknown";

/** A provider's account with Stripe. Money may go to it only while `transfersStatus` is `active`. */
export interface RecipientAccount {
  id: string;
  transfersStatus: TransfersStatus;
  /** What Stripe still wants to know, in Stripe's words; empty once everything is there. */
  requirements: Array<{ description: string; awaiting: string; deadline: string }>;
}

export interface NewRecipientAccount {
  organisationId: string;
  displayName: string;
  contactEmail: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  idempotencyKey: string;
}

const shown = ["configuration.recipient" as const, "requirements" as const];
const known: readonly string[] = ["active", "pending", "restricted", "unsupported"];

export function accountFunctions(stripe: Stripe) {
  /**
   * Opens a recipient account: it receives transfers and takes no payments itself; the platform collects
   * the fees and bears the losses, and the provider sees the express dashboard.
   */
  async function createRecipientAccount(given: NewRecipientAccount): Promise<RecipientAccount> {
    const account = await settled(() =>
      stripe.v2.core.accounts.create(
        {
          display_name: given.displayName,
          contact_email: given.contactEmail,
          dashboard: "express",
          identity: { country: given.country.toLowerCase() },
          configuration: {
            recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
          },
          defaults: {
            responsibilities: { fees_collector: "application", losses_collector: "application" },
          },
          metadata: { organisation_id: given.organisationId },
          include: shown,
        },
        { idempotencyKey: given.idempotencyKey },
      ),
    );
    return recipient(account);
  }

  async function retrieveRecipientAccount(accountId: string): Promise<RecipientAccount> {
    return recipient(await settled(() => stripe.v2.core.accounts.retrieve(accountId, { include: shown })));
  }

  /**
   * An address at which the provider gives Stripe what it asks for. It works once and for minutes: make
   * it when the button is pressed. At `refreshUrl` a new one has to be made.
   */
  async function createOnboardingLink(given: OnboardingLinkRequest): Promise<string> {
    const { accountId, returnUrl, refreshUrl, idempotencyKey } = given;
    const link = await settled(() =>
      stripe.v2.core.accountLinks.create(
        {
          account: accountId,
          use_case: {
            type: "account_onboarding",
            account_onboarding: { return_url: returnUrl, refresh_url: refreshUrl },
          },
        },
        { idempotencyKey },
      ),
    );
    return link.url;
  }

  return { createRecipientAccount, retrieveRecipientAccount, createOnboardingLink };
}

export interface OnboardingLinkRequest {
  accountId: string;
  returnUrl: string;
  refreshUrl: string;
  idempotencyKey: string;
}

function recipient(account: Stripe.V2.Core.Account): RecipientAccount {
  const status = account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status;
  const entries = account.requirements?.entries ?? [];
  return {
    id: account.id,
    transfersStatus: status === undefined ? "unsupported" : statusFrom(status),
    requirements: entries.map((entry) => ({
      description: entry.description,
      awaiting: entry.awaiting_action_from,
      deadline: entry.minimum_deadline.status,
    })),
  };
}

function statusFrom(status: string): TransfersStatus {
  return known.includes(status) ? (status as TransfersStatus) : "unknown";
}
