import { command } from "../command.ts";
import { type MoveInput, moveStatementOfWork } from "./move-statement-of-work.ts";

/** The provider says no; possible until the buyer has signed. */
export const declineStatementOfWork = command({
  name: "statement_of_work.decline",
  permission: "contract:edit",
  run: (deed, input: MoveInput) => moveStatementOfWork(deed, "decline", input),
});
