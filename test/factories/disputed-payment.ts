import type { World } from "../world.ts";
import { paidInvoiceOf, told } from "./credit-story.ts";
import { controlsOf } from "./local-stripe.ts";

type Given = { paidOut?: boolean; amount?: number; reason?: string; dueInDays?: null };

/** What banks do, on order. */
export async function banksOf(world: World) {
  return (await controlsOf(world)).moneyBack;
}

export async function chargeOf(world: World, invoiceId: string): Promise<string> {
  return (await world.row("select stripe_charge_id as id from invoice where id = $1", [invoiceId])).id;
}

/** The latest dispute of an invoice's payment. */
export function disputeOf(world: World, invoiceId: string) {
  return world.row("select * from charge_dispute where invoice_id = $1 order by opened_at desc, id desc", [
    invoiceId,
  ]);
}

/** A paid invoice of 3,784.00 whose provider has its 3,405.60 unless told otherwise, disputed as told. */
export async function disputedPayment(world: World, { paidOut = true, ...given }: Given = {}) {
  const { story, invoiceId } = await paidInvoiceOf(world, { paidOut });
  const charge = await chargeOf(world, invoiceId);
  const { id } = (await banksOf(world)).dispute({ charge, ...given });
  await told(world);
  return { story, invoiceId, stripeDispute: id };
}
