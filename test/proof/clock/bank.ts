import type { Temporal } from "temporal-polyfill";
import { payWithSavedMethod } from "../../../server/billing/pay-with-saved-method.ts";
import { payer, saveMethod } from "../../factories/collecting-story.ts";
import { payOnHostedPage } from "../../factories/money-story.ts";
import { ODD_PAYMENTS, type OddPayment } from "./plan.ts";
import type { Party, Walk } from "./walk.ts";

/** What a bank is going to do: when, and what. */
export type BankDeed = { at: Temporal.Instant } & (
  | { does: "take"; invoiceId: string; back: NonNullable<OddPayment["takenBack"]>; zone: string }
  | { does: "decide"; dispute: string; as: "won" | "lost" }
);

type Open = { party: Party; month: number; invoiceId: string; hostedUrl: string };

/** The buyer pays an open invoice: on its page, again and again until we know of it, or by a debit. */
export async function pay(walk: Walk, open: Open, at: Temporal.Instant): Promise<void> {
  const { party, month, invoiceId, hostedUrl } = open;
  const odd = ODD_PAYMENTS.find((one) => one.client === walk.parties.indexOf(party) && one.month === month);
  const isFirst = !walk.begun.has(invoiceId);
  walk.begun.add(invoiceId);
  if (isFirst && odd?.takenBack) {
    const from = after(at, party.zone, odd.takenBack.after);
    walk.bank.push({ does: "take", at: from, invoiceId, back: odd.takenBack, zone: party.zone });
  }
  if (!odd?.by) await payOnHostedPage(hostedUrl);
  else if (isFirst) await debit(walk, party, { invoiceId, how: odd.by });
}

async function debit(
  walk: Walk,
  party: Party,
  p: { invoiceId: string; how: "ach" | "sepa" },
): Promise<void> {
  const { world } = walk.ground;
  const { story, currency } = party;
  party.account ??= await saveMethod(world, story, { how: p.how, currency });
  const { invoiceId } = p;
  await payWithSavedMethod(world.caller(payer(story)), { invoiceId, paymentMethodId: party.account });
}

/**
 * Whatever the buyers' banks do until now: take money back, and decide. Towards the end of the walk nothing
 * more is taken back and everything is decided.
 */
export async function banksAct(walk: Walk, at: Temporal.Instant): Promise<void> {
  const isOver = at.epochMilliseconds > walk.banksUntil.epochMilliseconds;
  const due = walk.bank.filter((deed) => isOver || deed.at.epochMilliseconds <= at.epochMilliseconds);
  walk.bank = walk.bank.filter((deed) => !due.includes(deed));
  const { moneyBack } = walk.ground.standIn.controls;
  for (const deed of due)
    if (deed.does === "take" && !isOver) await takeBack(walk, deed, at);
    else if (deed.does === "decide") moneyBack.decide({ dispute: deed.dispute, as: deed.as });
}

async function takeBack(
  walk: Walk,
  { invoiceId, back, zone }: Extract<BankDeed, { does: "take" }>,
  at: Temporal.Instant,
): Promise<void> {
  const sql = "select stripe_charge_id as charge, total_minor as total from invoice where id = $1";
  const { charge, total } = await walk.ground.row(sql, [invoiceId]);
  const { id } = walk.ground.standIn.controls.moneyBack.dispute({
    ...{ charge, reason: back.reason, amount: Number(BigInt(total) / (back.part ?? 1n)) },
    // A debit that comes back is the bank's final word, and nobody is asked.
    ...(back.decided ? {} : { status: "lost" as const, dueInDays: null }),
  });
  walk.counts.takenBack += 1;
  if (back.decided)
    walk.bank.push({
      ...{ does: "decide", at: after(at, zone, back.decided.after) },
      ...{ dispute: id, as: back.decided.as },
    });
}

function after(at: Temporal.Instant, zone: string, duration: Temporal.DurationLike): Temporal.Instant {
  return at.toZonedDateTimeISO(zone).add(duration).toInstant();
}
