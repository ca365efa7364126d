import { KILL_POINTS, type KillPoint } from "../../../server/kill-point.ts";
import { drawing } from "../../../stripe-stand-in/seeded-faults.ts";

/** Which steps a process of a kind passes. */
const WEB: readonly KillPoint[] = ["event.verified", "event.kept"];
const WORKER = KILL_POINTS.filter((point) => !WEB.includes(point));

/**
 * How a life of a worker ends: at a named step; on the wire, when Stripe has acted and its answer is not
 * out yet; at any moment; or frozen there past its lease and thawed later.
 */
export type Strike =
  | { by: "step"; point: KillPoint; passing: number }
  | { by: "wire"; passing: number }
  | { by: "chance"; afterMs: number }
  | { by: "frost"; passing: number };

/**
 * Draws the ends of lives; every named step comes up in turn. The same seed draws the same. `onTheWire`
 * ends every life of a worker there, which is where a request that goes out again shows whether its key
 * counts.
 */
export function strikesFrom(seed: number, { onTheWire }: { onTheWire: boolean }) {
  const draw = drawing(seed);
  let turn = 0;
  return {
    worker(): Strike {
      turn += 1;
      if (onTheWire) return { by: "wire", passing: 1 + draw(6) };
      if (turn % 14 === 0) return { by: "frost", passing: 1 + draw(6) };
      if (turn % 5 === 0) return { by: "wire", passing: 1 + draw(8) };
      if (turn % 7 === 0) return { by: "chance", afterMs: draw(900) };
      const point = WORKER[turn % WORKER.length] as KillPoint;
      return { by: "step", point, passing: 1 + draw(3) };
    },
    web(): Strike {
      return { by: "step", point: WEB[draw(WEB.length)] as KillPoint, passing: 1 + draw(10) };
    },
    chance: (percent: number) => draw(100) < percent,
  };
}
