import { Temporal } from "temporal-polyfill";
import { breachAfter } from "../../domain/service-levels/breach.policy.ts";
import { CAUSE_CATEGORIES, NotMissed } from "../../domain/service-levels/breach.ts";
import {
  type PlanInput,
  planSchema,
  refuseUnfitPlan,
} from "../../domain/service-levels/breach-plan.input.ts";
import { windowEnd } from "../../domain/service-levels/contest.ts";
import { InvalidInput, parseInput } from "../../domain/shared/refusals.ts";
import { fromPlainDate, toDate } from "../clock.ts";
import { command } from "../command.ts";
import { possibleOwners } from "./breach-details.read.ts";
import { awaitUntil, lockedBreach, recordStep } from "./breach-step.ts";

/**
 * The provider states the cause, the misses it explains, and what is done about it: who, until when, and
 * which figure of the level it promises for which month. The buyer has the agreed days to answer.
 * Throws NotFound, NotAllowed, TransitionRefused, NotMissed and InvalidInput with an issue at each field.
 */
export const planBreach = command({
  name: "breach.plan",
  permission: "breach:plan",
  async run(deed, input: PlanInput): Promise<{ id: string }> {
    const plan = parseInput(planSchema, input);
    const breach = await lockedBreach(deed, plan.breachId);
    const state = breachAfter({ viewer: deed.viewer, breach, action: "plan" });
    const today = deed.now.toZonedDateTimeISO(breach.zone).toPlainDate().toString();
    refuseUnfitPlan(plan, { figure: breach.figure, today });
    const explained = [...new Set(plan.explainedItemIds)];
    if (explained.some((id) => !breach.missedItemIds.includes(id))) throw new NotMissed();
    const owners = await possibleOwners(deed.tx, { viewer: deed.viewer, providerId: breach.providerId });
    const owner = owners.find((one) => one.userId === plan.ownerId);
    if (!owner) throw new InvalidInput([{ field: "ownerId", message: "Choose one of your own people." }]);
    const number = breach.planNumber + 1;
    await deed.tx.breachPlan.create({
      data: {
        organizationId: breach.organizationId,
        providerId: breach.providerId,
        breachId: breach.id,
        number,
        category: plan.category,
        cause: plan.cause,
        explainedItemIds: explained,
        action: plan.action,
        ownerId: owner.userId,
        ownerName: owner.name,
        dueOn: fromPlainDate(Temporal.PlainDate.from(plan.dueOn)),
        promisedFigure: plan.promisedFigure,
        promisedMonth: plan.promisedMonth,
        byName: deed.viewer.name,
        at: toDate(deed.now),
      },
      select: { id: true },
    });
    await deed.tx.breach.update({
      where: { id: breach.id },
      data: { state, planNumber: number, dueAt: null },
      select: { id: true },
    });
    const { answerDays: days } = breach.policy;
    // A breach that was opened before answers had a time keeps the rules it was opened under.
    if (days) await awaitUntil(deed, breach, windowEnd({ from: deed.now, days, zone: breach.zone }));
    const of = `${explained.length} of ${breach.missedItemIds.length} missed items explained`;
    const reason = `${CAUSE_CATEGORIES[plan.category]}; ${of}. ${plan.action}`;
    await recordStep(deed, { breach, action: "planned", reason });
    deed.about("breach", breach.id, { number, dueOn: plan.dueOn, month: breach.period });
    return { id: breach.id };
  },
});
