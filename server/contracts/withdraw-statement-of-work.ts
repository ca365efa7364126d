import { command } from "../command.ts";
import { type MoveInput, moveStatementOfWork } from "./move-statement-of-work.ts";

/** Takes the order back; possible until the buyer has signed. */
export const withdrawStatementOfWork = command({
  name: "statement_of_work.withdraw",
  permission: "contract:edit",
  run: (deed, input: MoveInput) => moveStatementOfWork(deed, "withdraw", input),
});
