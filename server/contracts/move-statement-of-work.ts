import { z } from "zod";
import { assertParty } from "../../domain/contracts/statement-of-work.policy.ts";
import { type SowEvent, sowMachine } from "../../domain/contracts/statement-of-work.ts";
import { parseInput } from "../../domain/shared/refusals.ts";
import { isFinal, next } from "../../domain/shared/state-machine.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import { lockStatementOfWork } from "./locked-statement-of-work.ts";

const inputSchema = z.object({
  statementOfWorkId: z.string(),
  reason: z.string().trim().max(1000, "Keep the reason within 1,000 characters.").default(""),
});

export type MoveInput = z.input<typeof inputSchema>;

/**
 * Moves a contract by an event that needs no more than a reason. Throws NotFound, WrongParty,
 * TransitionRefused.
 */
export async function moveStatementOfWork(
  { tx, viewer, now, about }: Deed,
  event: Extract<SowEvent, "offer" | "withdraw" | "decline">,
  raw: MoveInput,
): Promise<{ id: string; state: string }> {
  const input = parseInput(inputSchema, raw);
  const sow = await lockStatementOfWork(tx, viewer, input.statementOfWorkId);
  assertParty(viewer, { sow, event });
  const state = next(sowMachine, sow.state, event);
  const at = toDate(now);
  await tx.statementOfWork.update({
    where: { id: sow.id },
    data: {
      state,
      updatedAt: at,
      ...(event === "offer" ? { offeredAt: at } : {}),
      ...(isFinal(sowMachine, state) ? { closedAt: at, closedReason: input.reason } : {}),
    },
  });
  about("statement_of_work", sow.id, { state, version: sow.currentVersion, reason: input.reason });
  return { id: sow.id, state };
}
