import { type Effect, effectOf } from "../../domain/service-levels/breach-effect.ts";
import { canonicalJson, type Json } from "../../domain/shared/canonical-json.ts";
import type { Deed } from "../command.ts";
import type { Prisma } from "../db.ts";
import { type BreachRow, breachesOf } from "./breach.read.ts";
import { closeBreach, recordStep } from "./breach-step.ts";
import { levelMonths } from "./level-months.read.ts";

/**
 * Computes what the accepted actions of an engagement did, from the frozen months as they stand, and closes
 * those about which the rule can say so. Answers how many it closed.
 */
export async function measureEffects(deed: Deed, engagementId: string): Promise<number> {
  const breaches = await breachesOf(deed.tx, { viewer: deed.viewer, engagementId });
  let closed = 0;
  for (const breach of breaches) {
    const effect = await effectFor(deed, breach);
    if (!effect) continue;
    if (canonicalJson(effect as unknown as Json) !== canonicalJson(breach.effect as unknown as Json))
      await deed.tx.breach.update({
        where: { id: breach.id },
        data: { effect: effect as unknown as Prisma.InputJsonValue },
        select: { id: true },
      });
    if (!effect.verdict) continue;
    await closeBreach(
      deed,
      breach,
      effect.verdict === "effective" ? "find_effective" : "find_not_effective",
    );
    await recordStep(deed, { breach, action: "measured", reason: effectWords(effect, breach) });
    closed += 1;
  }
  return closed;
}

async function effectFor(deed: Deed, breach: BreachRow): Promise<Effect | null> {
  const { actionDueOn, promisedFigure, promisedMonth, state } = breach;
  if (state !== "accepted" && state !== "measuring") return null;
  if (!actionDueOn || !promisedFigure || !promisedMonth) return null;
  const months = await levelMonths(deed.tx, breach);
  return effectOf({
    months,
    breachMonth: breach.period,
    dueMonth: actionDueOn.slice(0, 7),
    promised: { month: promisedMonth, figure: promisedFigure },
    direction: breach.figure.direction,
    monthsBefore: breach.policy.monthsBefore,
  });
}

function effectWords(effect: Effect, { figure }: BreachRow): string {
  const { judged, promised, before, after } = effect;
  const kept = `${judged?.month} reads ${judged?.figure} ${figure.unit}, ${promised.figure} was promised`;
  const sides = `${after.figure} ${figure.unit} after (n ${after.n}), ${before.figure} before (n ${before.n})`;
  return `${effect.verdict === "effective" ? "Effective" : "Not effective"}: ${kept}; ${sides}.`;
}
