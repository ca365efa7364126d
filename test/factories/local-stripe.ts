import type { StripeStandIn } from "../../stripe-stand-in/stand-in.ts";
import type { World } from "../world.ts";

/** The local Stripe of a world; a trial that moves Stripe by hand can't do without. */
export async function localStripe(world: World): Promise<StripeStandIn> {
  const { standIn } = await world.stripe();
  if (!standIn) throw new Error("The local Stripe does not run.");
  return standIn;
}

/** What can be made to happen there. */
export async function controlsOf(world: World): Promise<StripeStandIn["controls"]> {
  return (await localStripe(world)).controls;
}
