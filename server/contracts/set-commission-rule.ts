import { commissionRuleInput } from "../../domain/contracts/commission-rule.input.ts";
import { endOf, refuseOverlap } from "../../domain/contracts/commission-rule.ts";
import { isDate } from "../../domain/contracts/terms.ts";
import { InvalidInput, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { isId } from "../party-scope.ts";
import { commissionRules, nameableProviders } from "./commission-rules.read.ts";

/**
 * Sets a rule for the commission of contracts that are ordered from its first day on; contracts that exist
 * keep what they were signed with. Permission commission:set. Throws InvalidInput, CommissionRuleOverlaps.
 */
export const setCommissionRule = command({
  name: "commission_rule.set",
  permission: "commission:set",
  run: async (deed: Deed, input: unknown): Promise<{ ruleId: string }> => {
    const { tx, viewer, now } = deed;
    const rule = parseInput(commissionRuleInput, input);
    await oneAtATime(deed);
    if (rule.providerId && !(await nameableProviders(tx)).some((one) => one.id === rule.providerId))
      throw new InvalidInput([{ field: "providerId", message: "There is no such provider." }]);
    if (rule.startsOn < today(deed))
      throw new InvalidInput([{ field: "startsOn", message: "A rule begins today or later." }]);
    refuseOverlap(
      rule,
      (await commissionRules(tx)).filter((one) => one.withdrawnAt === null),
    );
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      insert into commission_rule (organization_id, provider_id, module_code, currency, commission_bps,
        starts_on, ends_on, note, set_by_id, set_by_name, set_at)
      values (${viewer.organizationId}::uuid, ${rule.providerId}::uuid, ${rule.moduleCode}, ${rule.currency},
        ${rule.commissionBps}, ${rule.startsOn}::date, ${rule.endsOn}::date, ${rule.note},
        ${viewer.userId}::uuid, ${viewer.name}, ${toDate(now)}) returning id`;
    const ruleId = made?.id ?? "";
    deed.about("commission_rule", ruleId, { ...rule });
    return { ruleId };
  },
});

/**
 * Ends a rule with today or a later day, or withdraws one that has not begun. Permission commission:set.
 * Throws NotFound, InvalidInput, CommissionRuleNotEnded.
 */
export const endCommissionRule = command({
  name: "commission_rule.end",
  permission: "commission:set",
  run: async (deed: Deed, p: { ruleId: string; lastDay: string | null }): Promise<{ ruleId: string }> => {
    const { tx, viewer, now } = deed;
    const lastDay = p.lastDay || null;
    if (lastDay !== null && !isDate(lastDay))
      throw new InvalidInput([{ field: "lastDay", message: "Write the last day as 2026-12-31." }]);
    await oneAtATime(deed);
    const rule = isId(p.ruleId) && (await commissionRules(tx)).find((one) => one.id === p.ruleId);
    if (!rule) throw new NotFound("commission rule");
    const end = endOf({ ...rule, withdrawn: rule.withdrawnAt !== null }, { lastDay, today: today(deed) });
    if ("withdrawn" in end)
      await tx.$executeRaw`update commission_rule set withdrawn_at = ${toDate(now)},
        ended_by_name = ${viewer.name} where id = ${rule.id}::uuid`;
    else
      await tx.$executeRaw`update commission_rule set ends_on = ${end.endsOn}::date,
        ended_by_name = ${viewer.name} where id = ${rule.id}::uuid`;
    deed.about("commission_rule", rule.id, { ...end });
    return { ruleId: rule.id };
  },
});

/** Rules are dated by the marketplace's own day, which is that of its books. */
function today({ now }: Deed): string {
  return now.toZonedDateTimeISO("UTC").toPlainDate().toString();
}

async function oneAtATime({ tx }: Deed): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('commission_rule', 0))::text`;
}
