-- AlterTable
ALTER TABLE "fx_line" ADD COLUMN     "credit_note_id" UUID,
ADD COLUMN     "earlier_after_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "earlier_before_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "payout_part_id" UUID,
ADD COLUMN     "refund_id" UUID;

-- CreateIndex
CREATE INDEX "fx_line_credit_note_id_idx" ON "fx_line"("credit_note_id");

-- CreateIndex
CREATE INDEX "fx_line_payout_part_id_idx" ON "fx_line"("payout_part_id");

-- AddForeignKey
ALTER TABLE "fx_line" ADD CONSTRAINT "fx_line_credit_note_id_organization_id_provider_id_fkey" FOREIGN KEY ("credit_note_id", "organization_id", "provider_id") REFERENCES "credit_note"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fx_line" ADD CONSTRAINT "fx_line_payout_part_id_organization_id_provider_id_fkey" FOREIGN KEY ("payout_part_id", "organization_id", "provider_id") REFERENCES "payout_part"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fx_line" ADD CONSTRAINT "fx_line_refund_id_organization_id_provider_id_fkey" FOREIGN KEY ("refund_id", "organization_id", "provider_id") REFERENCES "refund"("id", "organization_id", "provider_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What a line is of says what else it names: a credit note, a refund of one, a part of a payout.
alter table public.fx_line drop constraint fx_line_sense;
alter table public.fx_line add constraint fx_line_sense check (
  purpose in ('total', 'vat', 'payout', 'credit', 'credit_vat', 'refund', 'part', 'netted')
  and before_currency <> after_currency
  and (base, quote) in ((before_currency, after_currency), (after_currency, before_currency))
  and rate ~ '^\d{1,6}(\.\d{1,10})?$' and rate::numeric > 0 and rate_of <= stated_for);
alter table public.fx_line add constraint fx_line_subject check (
  (credit_note_id is not null) = (purpose in ('credit', 'credit_vat', 'refund'))
  and (refund_id is not null) = (purpose = 'refund')
  and (payout_part_id is not null) = (purpose in ('part', 'netted')));
-- Only what corrects a line before it goes on from what was stated before.
alter table public.fx_line add constraint fx_line_earlier check (
  earlier_before_minor >= 0 and earlier_after_minor >= 0
  and (purpose in ('credit', 'credit_vat', 'refund') or (earlier_before_minor = 0 and earlier_after_minor = 0)));
-- A payout or a part that is released anew is stated anew; everything else is stated once.
drop index public.fx_line_once;
create unique index fx_line_once on public.fx_line
  (invoice_id, purpose, coalesce(refund_id, payout_part_id, credit_note_id, invoice_id))
  where purpose not in ('payout', 'part');
