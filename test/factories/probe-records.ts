import type { World } from "../world.ts";
import type { Who } from "./probe-cast.ts";
import type { Ids, Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;

/** A file that somebody of the buyer asked for, with its content. */
export async function fillInRecords(world: World, p: { organizationId: string }): Promise<void> {
  await world.owner.query(
    `with x as (insert into data_export (organization_id, user_id, kind, state, opens_numbers, asked_by_name, asked_at,
         of_kinds, sha256, made_at, expires_at, open_until)
       select organization_id, user_id, 'organization', 'made', true, 'Nobody', now(), 1, 'h', now(), '2027-01-01',
         null from membership where organization_id = $1 and role = 'operations_lead' limit 1 returning *)
     insert into data_export_part (export_id, position, organization_id, user_id, content)
     select id, 0, organization_id, user_id, 'secret' from x`,
    [p.organizationId],
  );
  await world.owner.query(
    `insert into organization_erasure (organization_id, asked_by_id, asked_by_name, asked_at)
     values ($1, uuidv7(), 'secret', now())`,
    [p.organizationId],
  );
}

export const RECORD_KINDS = {
  dataExport: `select x.id from data_export x join engagement e on e.organization_id = x.organization_id
    where e.id = $1 limit 1`,
  organizationErasure: `select x.id from organization_erasure x
    join engagement e on e.organization_id = x.organization_id where e.id = $1`,
};
/** Whoever heads a buyer or a provider. */
const HEADS = ["buyer owner", "provider owner", "other buyer owner", "other provider owner"] as const;

export const recordQueries = (signedIn: readonly Who[]): Lines => ({
  dataExports: { for: signedIn, with: () => ({ kind: "ORGANIZATION" }) },
  personErasure: { for: signedIn, with: () => ({}) },
  organizationErasures: { for: [...HEADS, "admin"], with: () => ({}) },
  erasureBlockers: { for: HEADS, with: () => ({}) },
  legalHolds: { for: ["admin"], with: () => ({}) },
  retention: { for: ["admin"], with: () => ({}) },
  retentionDryRun: {
    for: ["admin"],
    with: () => ({ rule: { kind: "session", days: "30", moment: "ended" } }),
  },
  dataExportPart: { for: signedIn, with: (ids: Ids) => ({ id: ids.dataExport, position: 0 }) },
});

export const recordMutations = (signedIn: readonly Who[]): Lines => ({
  askForDataExport: { for: signedIn, with: () => ({ kind: "PERSON" }) },
  askForErasure: { for: signedIn, with: () => ({}) },
  withdrawErasure: { for: signedIn, with: () => ({}) },
  askForOrganizationErasure: { for: HEADS, with: () => ({}) },
  approveOrganizationErasure: {
    for: [...HEADS, "admin"],
    with: (ids: Ids) => ({ erasureId: ids.organizationErasure }),
  },
  withdrawOrganizationErasure: {
    for: [...HEADS, "admin"],
    with: (ids: Ids) => ({ erasureId: ids.organizationErasure }),
  },
  placeLegalHold: { for: ["admin"], with: (ids: Ids) => ({ subject: ids.dataExport, reason: "probe" }) },
  liftLegalHold: {
    for: ["admin"],
    with: (ids: Ids) => ({ holdId: ids.dataExport, because: "a probe of holds" }),
  },
  setRetentionRule: {
    for: ["admin"],
    with: () => ({
      ...{ kind: "session", days: "30", moment: "ended", startsOn: "2027-01-01" },
      ground: "a probe of rules",
    }),
  },
  withdrawRetentionRule: { for: ["admin"], with: (ids: Ids) => ({ ruleId: ids.dataExport }) },
  openDataExport: { for: signedIn, with: (ids: Ids) => ({ exportId: ids.dataExport }) },
});
