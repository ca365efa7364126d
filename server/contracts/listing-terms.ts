import type { Temporal } from "temporal-polyfill";
import { moduleByCode } from "../../domain/catalogue/catalogue.ts";
import { serviceLevelsSchema } from "../../domain/catalogue/service-level.ts";
import { matchingRule } from "../../domain/contracts/commission-rule.ts";
import { usualStart } from "../../domain/contracts/start-date.ts";
import type { Terms } from "../../domain/contracts/terms.ts";
import { draftTermsFromListing } from "../../domain/contracts/terms-draft.ts";
import { businessCalendarSchema } from "../../domain/shared/business-calendar.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { commissionRulesFor } from "./commission-rules.read.ts";

export type OrderableListing = { id: string; providerId: string; moduleCode: string; terms: Terms };

const hoursSchema = businessCalendarSchema.shape.weekly.nullable();
/**
 * A published listing with the terms that an order of it starts from, or null where there is none to
 * order. The commission is what the rule in force today proposes.
 */
export async function orderableListing(
  tx: Tx,
  input: { id: string; now: Temporal.Instant },
): Promise<OrderableListing | null> {
  if (!isId(input.id)) return null;
  const row = await tx.listing.findFirst({ where: { id: input.id, publishedAt: { not: null } } });
  const module = row && moduleByCode(row.moduleCode);
  if (!row || !module) return null;
  const levels = serviceLevelsSchema.safeParse(row.serviceLevels);
  const hours = hoursSchema.safeParse(row.hours);
  const rule = matchingRule(await commissionRulesFor(tx, row.organizationId), {
    ...{ providerId: row.organizationId, moduleCode: module.code, currency: row.currency },
    on: input.now.toZonedDateTimeISO("UTC").toPlainDate().toString(),
  });
  const terms = draftTermsFromListing({
    commissionBps: rule?.commissionBps,
    listing: {
      moduleCode: module.code,
      title: row.title,
      summary: row.summary,
      monthlyFeeMinor: row.monthlyFeeMinor,
      currency: row.currency,
      hours: hours.success ? hours.data : null,
      zone: row.zone,
      poolBps: row.poolBps,
      serviceLevels: levels.success ? levels.data : [],
    },
    startsOn: usualStart(input.now, row.zone),
  });
  return { id: row.id, providerId: row.organizationId, moduleCode: module.code, terms };
}
