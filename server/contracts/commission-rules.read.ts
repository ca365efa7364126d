import type { CommissionRule } from "../../domain/contracts/commission-rule.ts";
import type { Tx } from "../db.ts";

/** The rules that may propose a commission to one provider, by whoever orders from it. */
export function commissionRulesFor(tx: Tx, providerId: string): Promise<CommissionRule[]> {
  return tx.$queryRaw<CommissionRule[]>`
    select id, provider_id as "providerId", module_code as "moduleCode", currency,
           commission_bps as "commissionBps", starts_on::text as "startsOn", ends_on::text as "endsOn"
    from app.commission_rules_for(${providerId}::uuid)`;
}

export type CommissionRuleRow = CommissionRule & {
  providerName: string | null;
  note: string;
  setByName: string;
  setAt: Date;
  endedByName: string | null;
  withdrawnAt: Date | null;
};

/** Every rule, for staff: those without an end first, then the latest to end; at most 500. */
export function commissionRules(tx: Tx): Promise<CommissionRuleRow[]> {
  return tx.$queryRaw<CommissionRuleRow[]>`
    select r.id, r.provider_id as "providerId", o.name as "providerName", r.module_code as "moduleCode",
           r.currency, r.commission_bps as "commissionBps", r.starts_on::text as "startsOn",
           r.ends_on::text as "endsOn", r.note, r.set_by_name as "setByName", r.set_at as "setAt",
           r.ended_by_name as "endedByName", r.withdrawn_at as "withdrawnAt"
    from commission_rule r left join organization o on o.id = r.provider_id
    order by r.withdrawn_at is not null, r.ends_on desc nulls first, r.starts_on desc, r.id desc limit 500`;
}

/** The providers that a rule may name. */
export function nameableProviders(tx: Tx): Promise<{ id: string; name: string }[]> {
  return tx.$queryRaw<{ id: string; name: string }[]>`
    select id, name from organization where kind = 'provider' order by name, id`;
}
