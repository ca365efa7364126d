import type { Viewer } from "../../domain/identity/viewer.ts";
import { stateExchangeRate } from "../../server/billing/exchange/state-exchange-rate.ts";
import type { World } from "../world.ts";

/** States that one euro is so many dollars, as an administrator does. */
export function euroInDollars(
  world: World,
  admin: Viewer,
  p: { rate: string; validFrom: string; confirmed?: boolean },
): Promise<{ rateId: string }> {
  const source = "European Central Bank, reference rates";
  return stateExchangeRate(world.caller(admin), { base: "EUR", quote: "USD", source, ...p });
}
