import { z } from "zod";
import { type AnyMapping, mappingSchemaFor } from "../../domain/delivery/any-import.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { InvalidInput, NotAllowed, NotFound, parseInput } from "../../domain/shared/refusals.ts";
import { toDate } from "../clock.ts";
import { command, type Deed } from "../command.ts";
import type { Prisma, Tx } from "../db.ts";
import { isId, partiesAre } from "../party-scope.ts";
import { contractedEngagement } from "./contracted-engagement.ts";

export type SavedMappingRow = {
  id: string;
  engagementId: string;
  name: string;
  mapping: AnyMapping;
  createdByName: string;
  updatedAt: Date;
};

const nameSchema = z
  .string()
  .trim()
  .min(1, "Give the mapping a name.")
  .max(80, "Keep the name within 80 characters.");

/** Keeps a mapping under its name; a name that is there already gets the new mapping. */
export const saveMapping = command({
  name: "saved_mapping.save",
  permission: "work:import",
  async run(
    deed,
    input: { engagementId: string; name: string; mapping: unknown },
  ): Promise<{ id: string }> {
    const { name } = parseInput(z.object({ name: nameSchema }), { name: input.name });
    const mapping = parseInput(mappingSchemaFor(input.mapping), input.mapping);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: input.engagementId });
    refuseOthers(deed.viewer, engagement);
    const kept = mapping as unknown as Prisma.InputJsonValue;
    const where = { engagementId: engagement.id, name, removedAt: null };
    const known = await deed.tx.savedMapping.findFirst({ where, select: { id: true } });
    const updatedAt = toDate(deed.now);
    const { organizationId, providerId, id: engagementId } = engagement;
    const saved = known
      ? await deed.tx.savedMapping.update({
          where: { id: known.id },
          data: { mapping: kept, updatedAt },
          select: { id: true },
        })
      : await deed.tx.savedMapping.create({
          data: {
            organizationId,
            providerId,
            engagementId,
            name,
            mapping: kept,
            createdByName: deed.viewer.name,
            updatedAt,
          },
          select: { id: true },
        });
    deed.about("saved_mapping", saved.id, { name, shape: mapping.shape, replaced: known !== null });
    return saved;
  },
});

/** Gives a mapping another name. */
export const renameMapping = command({
  name: "saved_mapping.rename",
  permission: "work:import",
  async run(deed, input: { mappingId: string; name: string }): Promise<{ id: string }> {
    const { name } = parseInput(z.object({ name: nameSchema }), { name: input.name });
    const { id, engagementId } = await lockMapping(deed, input.mappingId);
    const where = { engagementId, name, removedAt: null, id: { not: id } };
    if (await deed.tx.savedMapping.findFirst({ where, select: { id: true } }))
      throw new InvalidInput([{ field: "name", message: "A mapping has this name already." }]);
    await deed.tx.savedMapping.update({ where: { id }, data: { name }, select: { id: true } });
    deed.about("saved_mapping", id, { name });
    return { id };
  },
});

/** Takes a mapping off the list; imports made with it stay. */
export const removeMapping = command({
  name: "saved_mapping.remove",
  permission: "work:import",
  async run(deed, input: { mappingId: string }): Promise<{ id: string }> {
    const { id, name } = await lockMapping(deed, input.mappingId);
    const data = { removedAt: toDate(deed.now) };
    await deed.tx.savedMapping.update({ where: { id }, data, select: { id: true } });
    deed.about("saved_mapping", id, { name });
    return { id };
  },
});

/** The mappings of an engagement, the last changed first. */
export async function savedMappings(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string },
): Promise<SavedMappingRow[]> {
  if (!isId(p.engagementId)) return [];
  return tx.$queryRaw<SavedMappingRow[]>`
    select m.id, m.engagement_id as "engagementId", m.name, m.mapping, m.created_by_name as "createdByName",
      m.updated_at as "updatedAt"
    from saved_mapping m where m.engagement_id = ${p.engagementId}::uuid and m.removed_at is null
      and ${partiesAre(p.viewer, "m")}
    order by m.updated_at desc, m.id limit 200`;
}

/** The mapping all of whose columns the header has; the one with most columns, where several fit. */
export function fittingMapping(
  saved: readonly SavedMappingRow[],
  header: readonly string[],
): SavedMappingRow | undefined {
  const names = new Set(header.map((name) => name.trim()));
  const columns = (one: SavedMappingRow) => Object.values(one.mapping.columns);
  return saved
    .filter((one) => columns(one).every((name) => !name || names.has(name)))
    .sort((left, right) => columns(right).length - columns(left).length)[0];
}

async function lockMapping(deed: Deed, id: string) {
  if (!isId(id)) throw new NotFound("mapping");
  const [seen] = await deed.tx.$queryRaw<{ id: string }[]>`
    select m.id from saved_mapping m where m.id = ${id}::uuid and m.removed_at is null
      and ${partiesAre(deed.viewer, "m")} for update`;
  if (!seen) throw new NotFound("mapping");
  const mapping = await deed.tx.savedMapping.findUniqueOrThrow({ where: { id: seen.id } });
  refuseOthers(deed.viewer, mapping);
  return mapping;
}

function refuseOthers(viewer: Viewer, row: { providerId: string }): void {
  if (row.providerId !== viewer.organizationId) throw new NotAllowed("The provider imports the work.");
}
