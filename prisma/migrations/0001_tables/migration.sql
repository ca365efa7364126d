-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_user_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "organization_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "command" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period_close_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "fee_minor" BIGINT NOT NULL,
    "credit_minor" BIGINT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "commission_minor" BIGINT NOT NULL,
    "provider_minor" BIGINT NOT NULL,
    "provider_bears_minor" BIGINT NOT NULL,
    "platform_bears_minor" BIGINT NOT NULL,
    "bundle" JSONB NOT NULL,
    "bundle_hash" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "buyer_approved_at" TIMESTAMPTZ(3),
    "buyer_approved_by_id" UUID,
    "provider_approved_at" TIMESTAMPTZ(3),
    "provider_approved_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "stripe_invoice_id" TEXT,
    "stripe_charge_id" TEXT,
    "hosted_url" TEXT,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "due_on" DATE NOT NULL,
    "paid_at" TIMESTAMPTZ(3),

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payout" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "held_because" TEXT,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "stripe_transfer_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "payout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_counter" (
    "legal_entity" TEXT NOT NULL,
    "last_number" BIGINT NOT NULL,

    CONSTRAINT "invoice_counter_pkey" PRIMARY KEY ("legal_entity")
);

-- CreateTable
CREATE TABLE "stripe_customer" (
    "organization_id" UUID NOT NULL,
    "customer_id" TEXT NOT NULL,

    CONSTRAINT "stripe_customer_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "stripe_account" (
    "organization_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "transfers_status" TEXT NOT NULL,
    "blockers" JSONB NOT NULL DEFAULT '[]',
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_account_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "stripe_event" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),

    CONSTRAINT "stripe_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_operation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "first_sent_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stripe_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listing" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "module_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "price_model" TEXT NOT NULL,
    "monthly_fee_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "languages" TEXT[],
    "hours" JSONB NOT NULL,
    "zone" TEXT NOT NULL,
    "pool_bps" INTEGER NOT NULL,
    "service_levels" JSONB NOT NULL,
    "onboarding_days" INTEGER NOT NULL,
    "published_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "listing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listing_card" (
    "listing_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "module_code" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "languages" TEXT[],
    "currency" CHAR(3) NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "score" INTEGER NOT NULL,
    "attainment_bps" INTEGER,
    "zone" TEXT NOT NULL,
    "weekly" int4multirange NOT NULL,
    "attested" JSONB NOT NULL,
    "search" tsvector NOT NULL,
    "card" JSONB NOT NULL,
    "detail" JSONB NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "listing_card_pkey" PRIMARY KEY ("listing_id")
);

-- CreateTable
CREATE TABLE "statement_of_work" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "listing_id" UUID,
    "module_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "current_version" INTEGER NOT NULL,
    "offered_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_reason" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "statement_of_work_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sow_version" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "statement_of_work_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "terms" JSONB NOT NULL,
    "terms_hash" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "proposed_by" TEXT NOT NULL DEFAULT 'buyer',
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sow_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signature" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "sow_version_id" UUID NOT NULL,
    "party" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "typed_name" TEXT NOT NULL,
    "authority" TEXT NOT NULL,
    "consent_text_version" TEXT NOT NULL,
    "auth_method" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "consented_at" TIMESTAMPTZ(3) NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,
    "terms_hash" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "document_hash" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "signature_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engagement" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "statement_of_work_id" UUID NOT NULL,
    "sow_version_id" UUID NOT NULL,
    "module_code" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "zone" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "engagement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checklist_item" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "party" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "required" BOOLEAN NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_by_id" UUID,
    "done_by_name" TEXT,

    CONSTRAINT "checklist_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_item" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "priority" TEXT,
    "state" TEXT NOT NULL,
    "waiting_on" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "desk_made_sla" BOOLEAN,
    "fields" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "work_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "work_item_event" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "work_item_id" UUID NOT NULL,
    "source_key" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "held_by" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "work_item_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_batch" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "content" BYTEA,
    "row_count" INTEGER NOT NULL,
    "header" TEXT[],
    "mapping" JSONB,
    "state" TEXT NOT NULL,
    "counts" JSONB,
    "refused" JSONB,
    "done_rows" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "country" CHAR(2) NOT NULL,
    "city" TEXT NOT NULL DEFAULT '',
    "zone" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "about" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id_hash" TEXT NOT NULL,
    "public_id" UUID NOT NULL DEFAULT uuidv7(),
    "user_id" UUID NOT NULL,
    "organization_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "absolute_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "step_up_at" TIMESTAMPTZ(3),
    "user_agent" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_throttle" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "sign_in_throttle_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ledger_account" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "code" TEXT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "organization_id" UUID,
    "engagement_id" UUID,
    "guarded_side" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal_entry" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "memo" TEXT NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "legs_hash" TEXT NOT NULL,
    "reverses_id" UUID,
    "transaction_id" TEXT NOT NULL DEFAULT (pg_current_xact_id())::text,

    CONSTRAINT "journal_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posting" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "entry_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "organization_id" UUID,

    CONSTRAINT "posting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_balance" (
    "account_id" UUID NOT NULL,
    "balance_minor" BIGINT NOT NULL,

    CONSTRAINT "ledger_balance_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "calendar_version" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "body_hash" TEXT NOT NULL,
    "effective_from" TIMESTAMPTZ(3) NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "calendar_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "period_close" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "engagement_id" UUID NOT NULL,
    "period" CHAR(7) NOT NULL,
    "rule_version" TEXT NOT NULL,
    "calendar_version" INTEGER NOT NULL,
    "item_count" INTEGER NOT NULL,
    "event_count" INTEGER NOT NULL,
    "levels" JSONB NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "frozen_at" TIMESTAMPTZ(3) NOT NULL,
    "frozen_by_id" UUID,

    CONSTRAINT "period_close_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verdict" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "period_close_id" UUID NOT NULL,
    "work_item_id" UUID NOT NULL,
    "level_id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "net_seconds" INTEGER NOT NULL,
    "gross_seconds" INTEGER NOT NULL,
    "target_seconds" INTEGER NOT NULL,
    "breach_at" TIMESTAMPTZ(3),
    "bundle" JSONB NOT NULL,
    "bundle_hash" TEXT NOT NULL,

    CONSTRAINT "verdict_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_credit" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "provider_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "level_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "state" TEXT NOT NULL,
    "arithmetic" JSONB NOT NULL,

    CONSTRAINT "service_credit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attestation" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE NOT NULL,
    "evidence_hash" TEXT,
    "verified_at" TIMESTAMPTZ(3),
    "verified_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attestation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_event_organization_id_subject_type_subject_id_idx" ON "audit_event"("organization_id", "subject_type", "subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_organization_id_seq_key" ON "audit_event"("organization_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_key_organization_id_command_key_key" ON "idempotency_key"("organization_id", "command", "key");

-- CreateIndex
CREATE UNIQUE INDEX "statement_period_close_id_key" ON "statement"("period_close_id");

-- CreateIndex
CREATE INDEX "statement_organization_id_state_idx" ON "statement"("organization_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "statement_engagement_id_period_key" ON "statement"("engagement_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "statement_id_organization_id_provider_id_key" ON "statement"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "statement_period_close_id_organization_id_provider_id_key" ON "statement"("period_close_id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_statement_id_key" ON "invoice"("statement_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_number_key" ON "invoice"("number");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_stripe_invoice_id_key" ON "invoice"("stripe_invoice_id");

-- CreateIndex
CREATE INDEX "invoice_organization_id_state_idx" ON "invoice"("organization_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_id_organization_id_provider_id_key" ON "invoice"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_statement_id_organization_id_provider_id_key" ON "invoice"("statement_id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_invoice_id_key" ON "payout"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "payout_stripe_transfer_id_key" ON "payout"("stripe_transfer_id");

-- CreateIndex
CREATE INDEX "payout_provider_id_state_idx" ON "payout"("provider_id", "state");

-- CreateIndex
CREATE UNIQUE INDEX "payout_invoice_id_organization_id_provider_id_key" ON "payout"("invoice_id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "stripe_customer_customer_id_key" ON "stripe_customer"("customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "stripe_account_account_id_key" ON "stripe_account"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "stripe_operation_idempotency_key_key" ON "stripe_operation"("idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "stripe_operation_kind_subject_id_key" ON "stripe_operation"("kind", "subject_id");

-- CreateIndex
CREATE INDEX "listing_module_code_published_at_idx" ON "listing"("module_code", "published_at");

-- CreateIndex
CREATE INDEX "listing_organization_id_idx" ON "listing"("organization_id");

-- CreateIndex
CREATE INDEX "listing_card_organization_id_idx" ON "listing_card"("organization_id");

-- CreateIndex
CREATE INDEX "listing_card_module_code_score_listing_id_idx" ON "listing_card"("module_code", "score" DESC, "listing_id");

-- CreateIndex
CREATE INDEX "statement_of_work_organization_id_idx" ON "statement_of_work"("organization_id");

-- CreateIndex
CREATE INDEX "statement_of_work_provider_id_idx" ON "statement_of_work"("provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "statement_of_work_id_organization_id_provider_id_key" ON "statement_of_work"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "sow_version_statement_of_work_id_number_key" ON "sow_version"("statement_of_work_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "sow_version_id_organization_id_provider_id_key" ON "sow_version"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "signature_sow_version_id_party_key" ON "signature"("sow_version_id", "party");

-- CreateIndex
CREATE UNIQUE INDEX "engagement_statement_of_work_id_key" ON "engagement"("statement_of_work_id");

-- CreateIndex
CREATE INDEX "engagement_organization_id_idx" ON "engagement"("organization_id");

-- CreateIndex
CREATE INDEX "engagement_provider_id_idx" ON "engagement"("provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "engagement_id_organization_id_provider_id_key" ON "engagement"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "engagement_statement_of_work_id_organization_id_provider_id_key" ON "engagement"("statement_of_work_id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "checklist_item_engagement_id_position_key" ON "checklist_item"("engagement_id", "position");

-- CreateIndex
CREATE INDEX "work_item_engagement_id_opened_at_idx" ON "work_item"("engagement_id", "opened_at");

-- CreateIndex
CREATE INDEX "work_item_engagement_id_due_at_idx" ON "work_item"("engagement_id", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "work_item_engagement_id_source_reference_key" ON "work_item"("engagement_id", "source", "reference");

-- CreateIndex
CREATE UNIQUE INDEX "work_item_id_organization_id_provider_id_key" ON "work_item"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE UNIQUE INDEX "work_item_event_work_item_id_source_key_key" ON "work_item_event"("work_item_id", "source_key");

-- CreateIndex
CREATE INDEX "import_batch_engagement_id_created_at_idx" ON "import_batch"("engagement_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "organization_slug_key" ON "organization"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_organization_id_user_id_key" ON "membership"("organization_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_public_id_key" ON "session"("public_id");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_secret_hash_key" ON "api_key"("secret_hash");

-- CreateIndex
CREATE INDEX "api_key_organization_id_idx" ON "api_key"("organization_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_account_id_currency_key" ON "ledger_account"("id", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "journal_entry_reverses_id_key" ON "journal_entry"("reverses_id");

-- CreateIndex
CREATE UNIQUE INDEX "journal_entry_source_source_id_step_key" ON "journal_entry"("source", "source_id", "step");

-- CreateIndex
CREATE INDEX "posting_entry_id_idx" ON "posting"("entry_id");

-- CreateIndex
CREATE INDEX "posting_account_id_idx" ON "posting"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_version_engagement_id_number_key" ON "calendar_version"("engagement_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "period_close_engagement_id_period_key" ON "period_close"("engagement_id", "period");

-- CreateIndex
CREATE UNIQUE INDEX "period_close_id_organization_id_provider_id_key" ON "period_close"("id", "organization_id", "provider_id");

-- CreateIndex
CREATE INDEX "verdict_work_item_id_idx" ON "verdict"("work_item_id");

-- CreateIndex
CREATE UNIQUE INDEX "verdict_period_close_id_work_item_id_level_id_key" ON "verdict"("period_close_id", "work_item_id", "level_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_credit_statement_id_level_id_key" ON "service_credit"("statement_id", "level_id");

-- CreateIndex
CREATE INDEX "attestation_organization_id_kind_idx" ON "attestation"("organization_id", "kind");

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_period_close_id_organization_id_provider_id_fkey" FOREIGN KEY ("period_close_id", "organization_id", "provider_id") REFERENCES "period_close"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_statement_id_organization_id_provider_id_fkey" FOREIGN KEY ("statement_id", "organization_id", "provider_id") REFERENCES "statement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payout" ADD CONSTRAINT "payout_invoice_id_organization_id_provider_id_fkey" FOREIGN KEY ("invoice_id", "organization_id", "provider_id") REFERENCES "invoice"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listing" ADD CONSTRAINT "listing_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_of_work" ADD CONSTRAINT "statement_of_work_listing_id_fkey" FOREIGN KEY ("listing_id") REFERENCES "listing"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sow_version" ADD CONSTRAINT "sow_version_statement_of_work_id_organization_id_provider__fkey" FOREIGN KEY ("statement_of_work_id", "organization_id", "provider_id") REFERENCES "statement_of_work"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signature" ADD CONSTRAINT "signature_sow_version_id_organization_id_provider_id_fkey" FOREIGN KEY ("sow_version_id", "organization_id", "provider_id") REFERENCES "sow_version"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "engagement" ADD CONSTRAINT "engagement_statement_of_work_id_organization_id_provider_i_fkey" FOREIGN KEY ("statement_of_work_id", "organization_id", "provider_id") REFERENCES "statement_of_work"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checklist_item" ADD CONSTRAINT "checklist_item_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_item" ADD CONSTRAINT "work_item_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "work_item_event" ADD CONSTRAINT "work_item_event_work_item_id_organization_id_provider_id_fkey" FOREIGN KEY ("work_item_id", "organization_id", "provider_id") REFERENCES "work_item"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_batch" ADD CONSTRAINT "import_batch_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "journal_entry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posting" ADD CONSTRAINT "posting_account_id_currency_fkey" FOREIGN KEY ("account_id", "currency") REFERENCES "ledger_account"("id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_version" ADD CONSTRAINT "calendar_version_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "period_close" ADD CONSTRAINT "period_close_engagement_id_organization_id_provider_id_fkey" FOREIGN KEY ("engagement_id", "organization_id", "provider_id") REFERENCES "engagement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict" ADD CONSTRAINT "verdict_period_close_id_organization_id_provider_id_fkey" FOREIGN KEY ("period_close_id", "organization_id", "provider_id") REFERENCES "period_close"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verdict" ADD CONSTRAINT "verdict_work_item_id_organization_id_provider_id_fkey" FOREIGN KEY ("work_item_id", "organization_id", "provider_id") REFERENCES "work_item"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_credit" ADD CONSTRAINT "service_credit_statement_id_organization_id_provider_id_fkey" FOREIGN KEY ("statement_id", "organization_id", "provider_id") REFERENCES "statement"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attestation" ADD CONSTRAINT "attestation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
