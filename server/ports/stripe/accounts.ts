import type Stripe from "stripe";
import { settled } from "./errors.ts";

export type TransfersStatus = "active" | "pending" | "restricted" | "unsupported" | "unknown";

/** A provider's account with Stripe. Money may go to it only while `transfersStatus` is `active`. */
export interface RecipientAccount {
  id: string;
  transfersStatus: TransfersStatus;
  /** Whose account it is, as we said when it was opened; null for one that is not ours. */
  organisationId: string | null;
  /** Closed for good: a closed account never opens again. */
  isClosed: boolean;
  /** What Stripe still wants to know, in Stripe's words; empty once everything is there. */
  requirements: Requirement[];
  /** RFC 3339: when the first of them takes effect, where Stripe says so. */
  dueAt: string | null;
  /** Stripe's word for the way out where transfers are not active: provide_info, contact_stripe… */
  resolution: string | null;
}

export interface Requirement {
  /** Stripe's name for it, such as `external_account`. */
  description: string;
  /** Whose turn it is: `user` or `stripe`. */
  awaiting: string;
  /** past_due, currently_due or eventually_due. */
  deadline: string;
  /** What was wrong with what was given, as Stripe's sentences. */
  errors: string[];
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
  const transfers = account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers;
  const status = account.closed === true ? undefined : transfers?.status;
  const entries = account.requirements?.entries ?? [];
  return {
    id: account.id,
    transfersStatus: status === undefined ? "unsupported" : statusFrom(status),
    organisationId: account.metadata?.organisation_id ?? null,
    isClosed: account.closed === true,
    dueAt: account.requirements?.summary?.minimum_deadline?.time ?? null,
    resolution: transfers?.status_details?.[0]?.resolution ?? null,
    requirements: entries.map((entry) => ({
      description: entry.description,
      awaiting: entry.awaiting_action_from,
      deadline: entry.minimum_deadline.status,
      errors: entry.errors.map((error) => error.description),
    })),
  };
}

function statusFrom(status: string): TransfersStatus {
  return known.includes(status) ? (status as TransfersStatus) : "unknown";
}
