import type { Who } from "./probe-cast.ts";
import type { Ids } from "./probe-lines.ts";

/** A claim as the form sends it. */
export const proposal = (ids: Ids) => ({
  engagementId: ids.engagement,
  month: "2026-11",
  subject: "verdict",
  workItemId: ids.workItem,
  levelIds: ["resolution"],
  effect: "exclude",
});

/** Who may read contests, and with which ids. */
export function contestQueries(signedIn: readonly Who[]) {
  return {
    contestableLevels: { for: signedIn, with: (ids: Ids) => ({ engagementId: ids.engagement }) },
    contest: { for: signedIn, with: (ids: Ids) => ({ id: ids.contest }) },
    contestPreview: {
      for: signedIn.filter((who) => /(buyer|provider) (owner|operations_lead|delivery_manager)/.test(who)),
      with: (ids: Ids) => ({ proposal: proposal(ids) }),
    },
    contests: {
      for: signedIn,
      with: (ids: Ids) => ({ engagementId: ids.engagement, workItemId: ids.workItem, after: ids.contest }),
    },
  };
}
