import type { Temporal } from "temporal-polyfill";
import type { Terms } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import { startOfLocalDay } from "../../domain/shared/zoned.ts";
import { toPlainDate } from "../clock.ts";
import { Prisma, type Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { preparedWhole } from "../raw-sql.ts";
import { termsOfVersion } from "./signed-terms-cache.ts";

/** An engagement with the terms it was signed under: what measuring and importing work need to know. */
export type ContractedEngagement = {
  id: string;
  organizationId: string;
  providerId: string;
  title: string;
  moduleCode: string;
  zone: string;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate | null;
  /** The first instant of the contract in its zone: nothing counts before. */
  startsAt: Temporal.Instant;
  terms: Terms;
  /** The version of the contract that these terms are. */
  termsVersion: number;
};

type Row = {
  id: string;
  organization_id: string;
  provider_id: string;
  title: string;
  module_code: string;
  zone: string;
  starts_on: Date;
  ends_on: Date | null;
  version_id: string;
  terms_hash: string;
  terms: string;
  number: number;
};

/** Reads engagements in the viewer's sight, in no order; ids that are foreign or unknown are left out. */
export async function contractedEngagements(
  tx: Tx,
  p: { viewer: Viewer; ids: readonly string[] },
): Promise<ContractedEngagement[]> {
  const ids = p.ids.filter(isId);
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>(
    // One form for each kind of party.
    preparedWhole(Prisma.sql`
    select e.id, e.organization_id, e.provider_id, e.title, e.module_code, e.zone, e.starts_on,
      e.ends_on, v.id as version_id, v.terms_hash, v.terms::text as terms, v.number
    from engagement e join sow_version v on v.id = e.sow_version_id
    where e.id = any (${ids}::uuid[]) and ${partiesAre(p.viewer, "e")}`),
  );
  return rows.map(contracted);
}

/**
 * One engagement in the viewer's sight. Throws NotFound, for a foreign one as for one that does not
 * exist.
 */
export async function contractedEngagement(
  tx: Tx,
  p: { viewer: Viewer; id: string },
): Promise<ContractedEngagement> {
  const [found] = await contractedEngagements(tx, { viewer: p.viewer, ids: [p.id] });
  if (!found) throw new NotFound("engagement");
  return found;
}

function contracted(row: Row): ContractedEngagement {
  const startsOn = toPlainDate(row.starts_on);
  return {
    id: row.id,
    organizationId: row.organization_id,
    providerId: row.provider_id,
    title: row.title,
    moduleCode: row.module_code,
    zone: row.zone,
    startsOn,
    endsOn: row.ends_on ? toPlainDate(row.ends_on) : null,
    startsAt: startOfLocalDay(startsOn, row.zone),
    terms: termsOfVersion({ id: row.version_id, hash: row.terms_hash, json: row.terms }),
    termsVersion: row.number,
  };
}
