import type { ServiceLevelClock } from "../catalogue/service-level.ts";
import type { Terms } from "./terms.ts";

/** "contract hours", "hours of Oslo": which hours a level's clock counts. */
export function countedHours(counted: ServiceLevelClock["calendar"], sites: Terms["sites"]): string {
  switch (counted) {
    case "contract":
      return "contract hours";
    case "around_the_clock":
      return "around the clock";
    case "site":
      return "hours of the item's site";
    default: {
      const id = counted.slice("site:".length);
      return `hours of ${sites?.find((one) => one.id === id)?.name ?? id}`;
    }
  }
}
