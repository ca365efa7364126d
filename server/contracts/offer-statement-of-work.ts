import { command } from "../command.ts";
import { refuseWhileSuspended } from "../identity/work-suspension.ts";
import { type MoveInput, moveStatementOfWork } from "./move-statement-of-work.ts";

/** Sends the buyer's draft to the provider, who sees it from now on. */
export const offerStatementOfWork = command({
  name: "statement_of_work.offer",
  permission: "contract:order",
  run: async (deed, input: MoveInput) => {
    await refuseWhileSuspended(deed.tx, deed.viewer.organizationId);
    return moveStatementOfWork(deed, "offer", input);
  },
});
