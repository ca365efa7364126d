/**
 * The sentences by which row-level security lets somebody see or write a row, as PostgreSQL tells them,
 * without outer brackets. A policy that says anything else is a hole until it stands here.
 */
const MINE = "organization_id = ( SELECT app.org_id())";
const PROVIDERS = "provider_id = ( SELECT app.org_id())";
const DEALT_WITH = "organization_id = ANY (( SELECT app.counterparty_ids())::uuid[])";
const PERSONS = "user_id = ( SELECT app.user_id())";
const SEES_ALL = "( SELECT app.staff_sees_all())";
const REACHED = "organization_id = ANY (( SELECT app.staff_ids())::uuid[])";

export const SENTENCES: readonly string[] = [
  MINE,
  PROVIDERS,
  PERSONS,
  `(${MINE}) OR (${PROVIDERS})`,
  `(${MINE}) AND (${PERSONS})`,
  `(${MINE}) OR (${DEALT_WITH})`,
  `(${MINE}) OR (${PERSONS}) OR (${DEALT_WITH})`,
  `(published_at IS NOT NULL) OR (${MINE})`,
  "organization_id IS NULL",
  "id = ( SELECT app.org_id())",
  "(kind <> 'buyer'::text) OR (id = ( SELECT app.org_id()))" +
    " OR (id = ANY (( SELECT app.counterparty_ids())::uuid[])) OR (id IN ( SELECT membership.organization_id" +
    " FROM membership WHERE (membership.user_id = ( SELECT app.user_id()))))",
  "organization_id IN ( SELECT engagement.organization_id FROM engagement" +
    " WHERE (engagement.provider_id = ( SELECT app.org_id())))",
  "id IN ( SELECT posting.entry_id FROM posting)",
  "account_id IN ( SELECT ledger_account.id FROM ledger_account)",
  `${SEES_ALL} OR (${REACHED})`,
  `${SEES_ALL} OR (${REACHED}) OR (provider_id = ANY (( SELECT app.staff_ids())::uuid[]))`,
  "round = 'ruling'::text",
];

/** Tables with a policy that asks nothing of whoever holds the role; the record says their rights. */
export const OPEN_TO: Record<"everyone" | "app_staff" | "app_worker", readonly string[]> = {
  /** What is published, what is the law's or the market's, and the marketplace's own rules. */
  everyone: [
    ...["attestation", "breach_policy", "dunning_policy", "dunning_policy_step", "exchange_rate"],
    "listing_card",
  ],
  /** The marketplace's own books and runs, who is who, and its own people's own rows. */
  app_staff: [
    ...["billing_run", "billing_run_part", "dunning_policy", "dunning_policy_step", "exchange_rate"],
    ...["fx_revaluation", "journal_book", "journal_entry", "journal_link", "ledger_account"],
    ...[
      "ledger_balance",
      "legal_hold",
      "mail_message",
      "membership",
      "organization",
      "period_lock",
      "posting",
    ],
    ...["recon_break", "recon_run", "retention_rule", "retention_run", "retention_run_part"],
    ...["staff_access", "staff_assignment", "warning_notice"],
  ],
  /** What no tenant owns, and what a job works off for all of them. */
  app_worker: [
    ...["billing_run", "billing_run_failure", "billing_run_part", "fx_revaluation", "journal_book"],
    ...["journal_entry", "journal_link", "ledger_account", "ledger_balance", "period_lock", "posting"],
    ...["recon_break", "recon_run", "retention_rule", "retention_run", "retention_run_part"],
  ],
};
