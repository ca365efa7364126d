import type { Who } from "./probe-cast.ts";
import type { Ids } from "./probe-lines.ts";

/** Who may read work, and by which ids. */
export function workQueries(signedIn: readonly Who[]) {
  const engagement = (ids: Ids) => ({ engagementId: ids.engagement });
  return {
    workCounts: { for: signedIn, with: engagement },
    workItem: { for: signedIn, with: (ids: Ids) => ({ id: ids.workItem }) },
    workItemTypes: { for: signedIn, with: engagement },
    workItems: { for: signedIn, with: (ids: Ids) => ({ ...engagement(ids), after: ids.workItem }) },
    workItemsByReference: { for: signedIn, with: () => ({ reference: "INC0000001" }) },
  };
}
