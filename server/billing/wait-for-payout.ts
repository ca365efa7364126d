import { Temporal } from "temporal-polyfill";
import { isDue, type PayoutSchedule, releaseDay } from "../../domain/billing/payout-schedule.ts";
import { dateWords } from "../../domain/shared/date-words.ts";
import { formatMoney } from "../../domain/shared/format-money.ts";
import { money } from "../../domain/shared/money.ts";
import { toDate, toInstant } from "../clock.ts";
import type { Deed } from "../command.ts";

export type Wait = {
  /** The first day on which it may go; null where no schedule says one. */
  on: Temporal.PlainDate | null;
  /** Why not today, as a sentence; null where it may go. */
  because: string | null;
  /** What released it, for the dated row. */
  says: string;
};

/** Whether the provider's schedule lets a payout go now, with the days that led there. */
export async function waitFor(
  deed: Deed,
  p: {
    payout: { id: string; amountMinor: bigint };
    invoice: { paidAt: Date | null; currency: string; providerId: string };
    schedule: PayoutSchedule | null;
    contestDays: number;
  },
): Promise<Wait> {
  const { schedule, contestDays } = p;
  if (!schedule || !p.invoice.paidAt)
    return { on: null, because: null, says: "Nothing stands in the way; paid at once." };
  const { on, steps } = releaseDay({ schedule, paidAt: toInstant(p.invoice.paidAt), contestDays });
  const says = steps.map((step) => `${dateWords(step.on)}: ${step.says}.`).join(" ");
  const day = Temporal.PlainDate.from(on);
  if (!isDue({ on, zone: schedule.zone, now: deed.now }))
    return { on: day, because: `Goes out on ${dateWords(on)}. ${says}`, says };
  const togetherMinor = p.payout.amountMinor + (await othersDue(deed, p, schedule.zone));
  if (togetherMinor >= schedule.minimumMinor) return { on: day, because: null, says };
  const [minimum, together] = [schedule.minimumMinor, togetherMinor].map((minor) =>
    formatMoney(money(minor, p.invoice.currency)),
  );
  const because = `Below the minimum of ${minimum} (${together} so far); it goes with what comes next.`;
  return { on: day, because, says };
}

/** What is due beside it: waiting still, or sent within the day. */
async function othersDue(
  { tx, now }: Deed,
  p: { payout: { id: string }; invoice: { currency: string; providerId: string } },
  zone: string,
): Promise<bigint> {
  const today = now.toZonedDateTimeISO(zone).toPlainDate().toString();
  const dayAgo = toDate(now.subtract({ hours: 24 }));
  const [row] = await tx.$queryRaw<{ minor: bigint }[]>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from payout
    where provider_id = ${p.invoice.providerId}::uuid and currency = ${p.invoice.currency}
      and id <> ${p.payout.id}::uuid and release_on <= ${today}::date
      and (state in ('scheduled', 'pending', 'unknown') or sent_at >= ${dayAgo})`;
  return row?.minor ?? 0n;
}
