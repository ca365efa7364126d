-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "charged_minor" BIGINT,
ADD COLUMN     "settled_currency" CHAR(3),
ADD COLUMN     "settled_minor" BIGINT;

-- AlterTable
ALTER TABLE "payout" ADD COLUMN     "sent_currency" CHAR(3),
ADD COLUMN     "sent_minor" BIGINT;

-- AlterTable
ALTER TABLE "payout_part" ADD COLUMN     "sent_currency" CHAR(3),
ADD COLUMN     "sent_minor" BIGINT;

-- AlterTable
ALTER TABLE "transfer_move" ADD COLUMN     "sent_currency" CHAR(3),
ADD COLUMN     "sent_minor" BIGINT;

-- AlterTable
ALTER TABLE "charge_dispute" ADD COLUMN     "fee_currency" CHAR(3),
ADD COLUMN     "settled_currency" CHAR(3),
ADD COLUMN     "settled_minor" BIGINT;

-- Where Stripe settles a payment in another currency than its invoice's, both sums are kept, and all that goes out
-- of the payment, or comes back into it, goes by the two of them. Empty where there is one currency.
alter table public.invoice add constraint invoice_settled_elsewhere check (
  (settled_currency is null and settled_minor is null and charged_minor is null)
  or (settled_currency <> currency and settled_minor > 0 and charged_minor > 0));
alter table public.payout add constraint payout_sent_elsewhere check (
  (sent_currency is null and sent_minor is null) or (sent_currency <> currency and sent_minor >= 0));
alter table public.payout_part add constraint payout_part_sent_elsewhere check (
  (sent_currency is null and sent_minor is null) or (sent_currency <> currency and sent_minor >= 0));
alter table public.transfer_move add constraint transfer_move_sent_elsewhere check (
  (sent_currency is null and sent_minor is null) or (sent_currency <> currency and sent_minor >= 0));
alter table public.charge_dispute add constraint charge_dispute_settled_elsewhere check (
  (settled_currency is null and settled_minor is null and fee_currency is null)
  or (settled_currency <> currency and settled_minor is not null and fee_currency is not null));
