import {
  refuseEarlyStart,
  type SetRetentionInput,
  setRetentionSchema,
} from "../../domain/records/retention.ts";
import { retentionKind } from "../../domain/records/retention-kinds.ts";
import { InvalidInput, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import { isId } from "../party-scope.ts";
import { retentionRules } from "./retention.read.ts";

/**
 * Sets how long records of a kind are kept from a day on; the rule before it ends the day before. Permission
 * retention:set; throws StepUpNeeded, InvalidInput.
 */
export const setRetentionRule = command({
  name: "retention_rule.set",
  permission: "retention:set",
  requiresStepUp: true,
  run: async (deed: Deed, input: SetRetentionInput): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    const rule = parseInput(setRetentionSchema, input);
    await oneAtATime(deed);
    const ofKind = (await retentionRules(tx, now)).filter((one) => one.kind === rule.kind);
    const toCome = ofKind.find((one) => one.state === "to_come");
    if (toCome)
      throw new InvalidInput([
        { field: "kind", message: `A rule for this begins on ${toCome.startsOn}; withdraw it first.` },
      ]);
    const inForce = ofKind.find((one) => one.state === "in_force") ?? null;
    refuseEarlyStart({ rule, inForce, today: now.toString().slice(0, 10) });
    const [made] = await tx.$queryRaw<{ id: string }[]>`
      insert into retention_rule (kind, record_class, days, moment, ground, starts_on, set_by_id, set_by_name,
        set_at)
      values (${rule.kind}, ${retentionKind(rule.kind)?.recordClass ?? ""}, ${rule.days}::int, ${rule.moment},
        ${rule.ground}, ${rule.startsOn}::date, ${viewer.userId}::uuid, ${viewer.name},
        ${toDate(now)}::timestamptz) returning id`;
    const id = made?.id ?? "";
    deed.about("retention_rule", id, { ...rule, before: inForce && { days: inForce.days } });
    return { id };
  },
});

/**
 * Takes back a rule that has not begun. Permission retention:set; throws StepUpNeeded, NotFound,
 * InvalidInput.
 */
export const withdrawRetentionRule = command({
  name: "retention_rule.withdraw",
  permission: "retention:set",
  requiresStepUp: true,
  run: async (deed: Deed, { id }: { id: string }): Promise<{ id: string }> => {
    const { tx, viewer, now } = deed;
    await oneAtATime(deed);
    const rule = isId(id) && (await retentionRules(tx, now)).find((one) => one.id === id);
    if (!rule || rule.state === "withdrawn") throw new NotFound("retention rule");
    if (rule.state !== "to_come")
      throw new InvalidInput([
        { field: "ruleId", message: "This rule has begun. Set another one that takes its place." },
      ]);
    await tx.$executeRaw`update retention_rule set withdrawn_at = ${toDate(now)}::timestamptz,
      withdrawn_by_name = ${viewer.name} where id = ${id}::uuid`;
    deed.about("retention_rule", id, { kind: rule.kind, days: rule.days });
    return { id };
  },
});

async function oneAtATime({ tx }: Deed): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('retention_rule', 0))::text`;
}
