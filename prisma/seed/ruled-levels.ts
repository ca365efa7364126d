import { clockPresets } from "../../domain/catalogue/clock-presets.ts";
import type { ServiceLevel } from "../../domain/catalogue/service-level.ts";

/** The buyer whose desk agreed conditions of its own for two of its clocks. */
const BUYER = "halden-foods";

/**
 * The levels of an order: at one buyer's desk solutions do not count what turns out to be a duplicate, and
 * urgent incidents have a third clock until service is back, by the hours of the site they name, with a part
 * of the weight of the solutions.
 */
export function ruledLevels(
  order: { buyer: string; moduleCode: string },
  levels: readonly ServiceLevel[],
): ServiceLevel[] {
  if (order.buyer !== BUYER || order.moduleCode !== "it_support") return [...levels];
  const presets = new Map(clockPresets(["P1", "P2"]).map(({ id, rules }) => [id, rules]));
  const [desk, restore] = [presets.get("service_desk"), presets.get("restore")];
  return levels.flatMap((level) => {
    if (level.id !== "resolve" || !level.clock || !desk || !restore) return [level];
    const duplicate = { field: "tag" as const, in: ["duplicate"] };
    const cancel = desk.cancel ? { any: [desk.cancel, duplicate] } : duplicate;
    const resolve = {
      ...level,
      weightBps: level.weightBps - 1000,
      clock: { ...level.clock, rules: { ...desk, cancel } },
    };
    return [
      resolve,
      {
        ...level,
        id: "restore",
        name: "Service restored in time",
        workItemTypes: ["incident"],
        weightBps: 1000,
        minimumSample: 5,
        clock: {
          ...level.clock,
          name: "restore",
          calendar: "site" as const,
          targetMinutesByPriority: { P1: 240, P2: 420 },
          rules: restore,
        },
      },
    ];
  });
}
