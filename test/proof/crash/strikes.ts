import { KILL_POINTS, type KillPoint } from "../../../server/kill-point.ts";
import { drawing } from "../../../stripe-stand-in/seeded-faults.ts";

/** Which steps a process of a kind passes. */
const WEB: readonly KillPoint[] = ["event.verified", "event.kept"];
const WORKER = KILL_POINTS.filter((point) => !WEB.includes(point));

/**
 * How a life of a worker ends: at a named step; on the wire, when Stripe has acted and its answer is not
 * out yet, at any request or at those of one operation; at any moment; or frozen there past its lease and
 * thawed later.
 */
export type Strike =
  | { by: "step"; point: KillPoint; passing: number }
  | { by: "wire"; passing: number; operation?: string }
  | { by: "chance"; afterMs: number }
  | { by: "frost"; passing: number };

/** Long enough that what the control waits for comes about. */
const UNDISTURBED_MS = 20_000;

/**
 * Draws the ends of lives; every named step comes up in turn. The same seed draws the same. `aimed` ends
 * every life of a worker when Stripe has made a transfer and has not said so: a transfer that goes out again
 * shows at once whether its key counts.
 */
export function strikesFrom(seed: number, { aimed }: { aimed: boolean }) {
  const draw = drawing(seed);
  let turn = 0;
  return {
    worker(): Strike {
      turn += 1;
      if (aimed) return { by: "wire", passing: 1, operation: "transfers.create" };
      if (turn % 14 === 0) return { by: "frost", passing: 1 + draw(6) };
      if (turn % 5 === 0) return { by: "wire", passing: 1 + draw(8) };
      if (turn % 7 === 0) return { by: "chance", afterMs: draw(900) };
      const point = WORKER[turn % WORKER.length] as KillPoint;
      return { by: "step", point, passing: 1 + draw(3) };
    },
    web(): Strike {
      if (aimed) return { by: "chance", afterMs: UNDISTURBED_MS };
      return { by: "step", point: WEB[draw(WEB.length)] as KillPoint, passing: 1 + draw(10) };
    },
    chance: (percent: number) => draw(100) < percent,
  };
}
