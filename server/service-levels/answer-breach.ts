import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { breachAfter } from "../../domain/service-levels/breach.policy.ts";
import { endOfDay } from "../../domain/service-levels/breach.ts";
import {
  type AnswerPlanInput,
  answerPlanSchema,
  finishSchema,
  rulingSchema,
} from "../../domain/service-levels/breach-plan.input.ts";
import { windowEnd } from "../../domain/service-levels/contest.ts";
import { InvalidInput, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { fromPlainDate, toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { breachPlans } from "./breach-details.read.ts";
import { awaitUntil, lockedBreach, recordStep } from "./breach-step.ts";

/**
 * The buyer accepts the last plan, or sends it back with a reason; a plan sent back is due again in the days
 * that the contract gives. Throws NotFound, NotAllowed, TransitionRefused, InvalidInput.
 */
export const answerBreachPlan = command({
  name: "breach.answer",
  permission: "breach:answer",
  run: (deed, input: AnswerPlanInput) => answerPlan(deed, input),
});

/** The account manager answers in the buyer's place, once that answer was escalated. Throws as above. */
export const answerForBuyer = command({
  name: "breach.answer_for_buyer",
  permission: "breach:rule",
  run: (deed, input: AnswerPlanInput) => answerPlan(deed, input),
});

async function answerPlan(deed: Deed, input: AnswerPlanInput): Promise<{ id: string }> {
  const { breachId, action, reason } = parseInput(answerPlanSchema, input);
  const breach = await lockedBreach(deed, breachId);
  const state = breachAfter({ viewer: deed.viewer, breach, action });
  if (action === "send_back" && reason === "")
    throw new InvalidInput([
      { field: "reason", message: "Say what is missing, so that it can be mended." },
    ]);
  const [plan] = await breachPlans(deed.tx, breach.id);
  if (!plan) throw new NotFound("plan");
  const isAccepted = action === "accept";
  const due = isAccepted
    ? endOfDay(plan.dueOn, breach.zone)
    : windowEnd({ from: deed.now, days: breach.policy.causeDays, zone: breach.zone });
  await deed.tx.breach.update({
    where: { id: breach.id },
    data: isAccepted
      ? {
          state,
          actionDueOn: fromPlainDate(Temporal.PlainDate.from(plan.dueOn)),
          promisedMonth: plan.promisedMonth,
          promisedFigure: plan.promisedFigure,
        }
      : { state },
    select: { id: true },
  });
  await awaitUntil(deed, breach, due);
  await recordStep(deed, { breach, action: isAccepted ? "accepted" : "sent_back", reason });
  deed.about("breach", breach.id, { action, plan: plan.number, month: breach.period });
  return { id: breach.id };
}

/** The provider says that the action is done; from then on only its effect is awaited. */
export const finishBreachAction = command({
  name: "breach.finish",
  permission: "breach:plan",
  async run(deed, input: z.input<typeof finishSchema>): Promise<{ id: string }> {
    const { breachId, note } = parseInput(finishSchema, input);
    const breach = await lockedBreach(deed, breachId);
    const state = breachAfter({ viewer: deed.viewer, breach, action: "finish" });
    await deed.tx.breach.update({
      where: { id: breach.id },
      data: { state, dueAt: null },
      select: { id: true },
    });
    await recordStep(deed, { breach, action: "finished", reason: note });
    deed.about("breach", breach.id, { month: breach.period });
    return { id: breach.id };
  },
});

/** The account manager rules whether an action was effective, whatever the rule says. */
export const ruleBreach = command({
  name: "breach.rule",
  permission: "breach:rule",
  async run(deed, input: z.input<typeof rulingSchema>): Promise<{ id: string }> {
    const { breachId, effective, reason } = parseInput(rulingSchema, input);
    const breach = await lockedBreach(deed, breachId);
    const action = effective ? ("rule_effective" as const) : ("rule_not_effective" as const);
    const state = breachAfter({ viewer: deed.viewer, breach, action });
    await deed.tx.breach.update({
      where: { id: breach.id },
      data: { state, dueAt: null, closedAt: toDate(deed.now) },
      select: { id: true },
    });
    const words = effective ? "Effective" : "Not effective";
    await recordStep(deed, { breach, action: "ruled", reason: `${words}: ${reason}` });
    deed.about("breach", breach.id, { effective, month: breach.period });
    return { id: breach.id };
  },
});
