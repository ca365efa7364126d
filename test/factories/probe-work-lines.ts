import type { Who } from "./probe-cast.ts";
import type { Ids } from "./probe-lines.ts";

/** The provider records the work; either side corrects what the contract lets it. */
export function workMutations(p: { providers: readonly Who[]; sides: readonly Who[] }) {
  return {
    correctWorkItem: {
      for: p.sides,
      with: (ids: Ids) => ({ workItemId: ids.workItem, fields: { satisfaction: 5 }, reason: "probe" }),
    },
    recordWorkEvent: {
      for: p.providers,
      with: (ids: Ids) => ({ workItemId: ids.workItem, type: "acknowledge", at: "2026-11-21T10:00:00Z" }),
    },
    recordWorkEvents: {
      for: p.providers,
      with: (ids: Ids) => ({ engagementId: ids.engagement, source: "probe", events: [{}] }),
    },
  };
}

/** Who may read work, and by which ids. */
export function workQueries(signedIn: readonly Who[]) {
  const engagement = (ids: Ids) => ({ engagementId: ids.engagement });
  return {
    workCounts: { for: signedIn, with: engagement },
    workItem: { for: signedIn, with: (ids: Ids) => ({ id: ids.workItem }) },
    workItemTypes: { for: signedIn, with: engagement },
    workItems: { for: signedIn, with: (ids: Ids) => ({ ...engagement(ids), after: ids.workItem }) },
    workItemsByReference: { for: signedIn, with: (ids: Ids) => ({ reference: ids.reference }) },
  };
}
