import type { SealedName } from "../sealed-columns.ts";

/** Which rows of a table are exported, and what of them. */
export type Exported = {
  /** A condition of our own on `t`; the transaction says for whom (`app.org_id()`, `app.user_id()`). */
  rows: string;
  /** Columns that are nobody's to take along: digests of secrets, secrets, what is kept as a file. */
  omit?: readonly string[];
  /** What rows are ordered by and told apart by, where it is no `id`. */
  key?: string;
  /** A column that is told in full to whoever may see it in full, else by its end. */
  opened?: SealedName;
  /**
   * What becomes a file of its own, and under which name behind the row's id: expressions over `t`. What is
   * sealed is its base64.
   */
  file?: { content: string; name: string; folder: string; sealed?: SealedName };
};
type Kind = Exported | { leftOut: string };

const ORG = "(select app.org_id())";
const OWN = `t.organization_id = ${ORG}`;
const PROVIDER = `t.provider_id = ${ORG}`;
const EITHER = `(t.organization_id = ${ORG} or t.provider_id = ${ORG})`;
/** A provider knows of an order from its offer on; the buyer from the start. */
const OFFERED = "exists (select 1 from statement_of_work o where o.offered_at is not null and";

const own = (more: Partial<Exported> = {}): Exported => ({ rows: OWN, ...more });
const either = (more: Partial<Exported> = {}): Exported => ({ rows: EITHER, ...more });
const providers = (more: Partial<Exported> = {}): Exported => ({ rows: PROVIDER, ...more });

const COMPUTED = "is computed from other records of this file";
const A_PERSONS = "is each person's own, and in the file that they can ask for";
const OUR_OWN = "is the marketplace's own";
const TECHNICAL = "keeps the product running and says nothing that other records do not";
const LAW = "is the same for everybody";

/**
 * Every table, and what an organisation's export holds of it. Rows of two parties go by what each of them is
 * shown: row-level security alone would let a buyer have the provider's payouts.
 */
export const ORGANIZATION_RECORDS: Record<string, Kind> = {
  // The organisation and its people
  organization: { rows: `t.id = ${ORG}` },
  person: {
    rows: `exists (select 1 from membership m where m.user_id = t.id and m.organization_id = ${ORG}
      and m.ended_at is null)`,
    omit: ["password_hash", "disabled_at", "created_at"],
  },
  membership: own(),
  custom_role: own(),
  invitation: own({ omit: ["secret_hash"] }),
  ownership_offer: own(),
  staff_assignment: own(),
  staff_access: own(),
  tax_identity: own({ key: "organization_id", opened: "tax_identity.vat_number" }),
  books_currency: own(),
  api_key: own({ omit: ["secret_hash", "budget_minute", "budget_calls"] }),
  api_key_call: own(),
  sso_connection: own({ omit: ["sealed_secret"] }),
  sso_domain: own({ omit: ["token"] }),
  sso_identity: own(),
  directory_token: own({ omit: ["secret_hash"] }),
  directory_person: own({ key: "membership_id" }),
  directory_group: own(),
  directory_group_member: own({ key: "(group_id::text || membership_id::text)" }),
  audit_event: own({ omit: ["salt"] }),
  audit_head: own({ key: "organization_id" }),
  data_export: own(),
  // What it offers
  listing: own(),
  attestation: own(),
  // Contracts and work
  statement_of_work: { rows: `(${OWN} or (${PROVIDER} and t.offered_at is not null))` },
  sow_version: { rows: `(${OWN} or (${PROVIDER} and ${OFFERED} o.id = t.statement_of_work_id)))` },
  signature: {
    rows: `(${OWN} or (${PROVIDER} and ${OFFERED} o.id =
      (select v.statement_of_work_id from sow_version v where v.id = t.sow_version_id))))`,
    omit: ["document"],
    file: { content: "convert_to(t.document, 'UTF8')", name: "'contract.txt'", folder: "contracts" },
  },
  engagement: either(),
  checklist_item: either(),
  calendar_version: either(),
  work_item: either({ omit: ["tape"] }),
  work_item_event: either(),
  late_work_event: either(),
  import_batch: either({
    omit: ["content"],
    file: { content: "t.content", name: "t.file_name", folder: "imports" },
  }),
  saved_mapping: either(),
  inbound_connection: either(),
  inbound_delivery: either(),
  // Months
  period_close: either(),
  verdict: either(),
  frozen_figure: either(),
  month_review: either(),
  breach: either(),
  breach_plan: either(),
  breach_step: either(),
  contest: either(),
  contest_reading: either(),
  correction: either(),
  adjustment: either(),
  // A sample's draw is nobody's to know before it is drawn, and a score not before both sides have scored.
  sample: either({ rows: `${EITHER} and t.drawn_at is not null` }),
  sample_score: either({
    rows: `${EITHER} and exists (select 1 from sample s where s.id = t.sample_id and s.scored_at is not null)`,
  }),
  scorecard_version: either(),
  sla_warning: either(),
  termination_reached: either(),
  termination_notice: either(),
  // Money
  statement: either(),
  statement_adjustment: either(),
  statement_notice: either(),
  statement_objection: either(),
  billed_item: either(),
  head_count: either(),
  milestone_step: either(),
  passed_cost: either(),
  passed_cost_decision: either(),
  charged_cost: either(),
  service_credit: either(),
  invoice: either(),
  invoice_tax: either(),
  fx_line: either(),
  credit_note: either(),
  credit_note_line: either(),
  refund: either(),
  share_change: either(),
  charge_dispute: either(),
  payment_setup: own({ omit: ["url", "session_id"] }),
  payment_method: own(),
  autopay_consent: own(),
  payment_attempt: own(),
  dunning_case: own(),
  dunning_step: own(),
  invoice_write_off: own(),
  work_suspension: own(),
  stripe_customer: own({ key: "organization_id" }),
  client_funding: either(),
  payroll_run: either(),
  payroll_payment: either({ omit: ["account_index"], opened: "payroll_payment.account" }),
  wage_resend: either({ opened: "wage_resend.account" }),
  // What a provider is paid is shown to no buyer.
  payout: providers(),
  payout_part: providers(),
  payout_step: providers(),
  transfer_move: providers(),
  dispute_evidence: providers(),
  dispute_file: providers(),
  stored_file: providers({
    omit: ["content"],
    file: { content: "t.content", name: "t.name", folder: "evidence", sealed: "stored_file.content" },
  }),
  payout_schedule: own(),
  payout_details: own({ opened: "payout_details.account" }),
  stripe_account: own({ key: "organization_id" }),
  closed_account: own(),
  bank_payout: own(),
  // The books: the legs on its own accounts
  ledger_account: own(),
  ledger_balance: {
    rows: `t.account_id in (select a.id from ledger_account a where a.organization_id = ${ORG})`,
    key: "account_id",
  },
  posting: own(),
  journal_entry: { rows: `t.id in (select p.entry_id from posting p where p.organization_id = ${ORG})` },

  organization_erasure: own(),
  data_export_part: { leftOut: "is this file itself" },
  data_key: { leftOut: "is a secret; what it opens is told in plain" },
  inbound_secret: { leftOut: "is a secret; make a new one for a connection" },
  month_roll_up: { leftOut: COMPUTED },
  month_roll_up_mark: { leftOut: COMPUTED },
  month_course: { leftOut: COMPUTED },
  credit_outlook: { leftOut: COMPUTED },
  listing_card: { leftOut: COMPUTED },
  live_event: { leftOut: TECHNICAL },
  idempotency_key: { leftOut: TECHNICAL },
  stripe_operation: { leftOut: TECHNICAL },
  stripe_event: { leftOut: TECHNICAL },
  stripe_pace: { leftOut: TECHNICAL },
  sign_in_throttle: { leftOut: TECHNICAL },
  sign_in_challenge: { leftOut: TECHNICAL },
  mailed_link: { leftOut: A_PERSONS },
  mail_message: { leftOut: A_PERSONS },
  mail_preference: { leftOut: A_PERSONS },
  notice_hours: { leftOut: A_PERSONS },
  warning_notice: { leftOut: A_PERSONS },
  session: { leftOut: A_PERSONS },
  sign_in_event: { leftOut: A_PERSONS },
  passkey: { leftOut: A_PERSONS },
  totp_factor: { leftOut: A_PERSONS },
  recovery_code: { leftOut: A_PERSONS },
  person_erasure: { leftOut: A_PERSONS },
  known_device: { leftOut: A_PERSONS },
  billing_run: { leftOut: OUR_OWN },
  billing_run_part: { leftOut: OUR_OWN },
  billing_run_failure: { leftOut: OUR_OWN },
  commission_rule: { leftOut: `${OUR_OWN}; each statement names the commission that was taken` },
  fx_revaluation: { leftOut: OUR_OWN },
  journal_book: { leftOut: OUR_OWN },
  journal_link: { leftOut: OUR_OWN },
  period_lock: { leftOut: OUR_OWN },
  recon_run: { leftOut: OUR_OWN },
  recon_break: { leftOut: OUR_OWN },
  legal_entity: { leftOut: OUR_OWN },
  legal_hold: { leftOut: OUR_OWN },
  retention_rule: { leftOut: OUR_OWN },
  retention_run: { leftOut: OUR_OWN },
  retention_run_part: { leftOut: OUR_OWN },
  invoice_counter: { leftOut: OUR_OWN },
  credit_note_counter: { leftOut: OUR_OWN },
  dunning_policy: { leftOut: OUR_OWN },
  dunning_policy_step: { leftOut: OUR_OWN },
  breach_policy: { leftOut: OUR_OWN },
  exchange_rate: { leftOut: LAW },
  tax_rate: { leftOut: LAW },
};
