import { moduleByCode, workItemTypeById } from "../../domain/catalogue/catalogue.ts";
import {
  type AnyMapping,
  mappingSchemaFor,
  readImport,
  sourceOfMapping,
} from "../../domain/delivery/any-import.ts";
import type { ImportedWorkItem } from "../../domain/delivery/import-ticket.ts";
import { InvalidInput, NotAllowed, parseInput, RecordGone } from "../../domain/shared/refusals.ts";
import { command } from "../command.ts";
import type { Prisma, Tx } from "../db.ts";
import { contractedEngagement } from "./contracted-engagement.ts";
import { type BatchCounts, ImportUnderWay, lockBatch } from "./import-batch.ts";
import { unpackContent } from "./import-file.ts";
import { lateIn } from "./late-imports.ts";

/**
 * The trial run: reads the file under a mapping and says what an import would add, what is there already,
 * what comes too late for its month and what it would refuse. Writes no work. May be repeated with another
 * mapping until the import is confirmed.
 */
export const mapImport = command({
  name: "import.map",
  permission: "work:import",
  async run(deed, input: { importId: string; mapping: unknown }): Promise<{ id: string }> {
    const batch = await lockBatch(deed.tx, { viewer: deed.viewer, id: input.importId });
    if (batch.providerId !== deed.viewer.organizationId)
      throw new NotAllowed("The provider imports the work.");
    if (batch.state !== "uploaded" && batch.state !== "checked") throw new ImportUnderWay();
    if (!batch.content) throw new RecordGone("The file");
    const mapping: AnyMapping = parseInput(mappingSchemaFor(input.mapping), input.mapping);
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: batch.engagementId });
    refuseForeignType(engagement.moduleCode, mapping);
    const table = unpackContent(batch.content);
    const reading = readImport({ ...table, mapping, now: deed.now.toString() });
    if (reading.problems.length > 0)
      throw new InvalidInput(reading.problems.map((message) => ({ field: "columns", message })));
    const source = sourceOfMapping(mapping);
    const late = await lateIn(deed.tx, { engagement, source, items: reading.workItems });
    const known = await knownIn(deed.tx, { engagementId: engagement.id, source, items: late.left });
    const counts: BatchCounts = {
      ...reading.counts,
      itemsKnown: known.items,
      itemsNew: late.left.length - known.items,
      eventsKnown: known.events,
      eventsNew: reading.counts.events - late.events - known.events,
      rowsLate: late.rows,
      eventsLate: late.events,
    };
    await deed.tx.importBatch.update({
      where: { id: batch.id },
      data: {
        state: "checked",
        mapping: mapping as unknown as Prisma.InputJsonValue,
        counts: counts as unknown as Prisma.InputJsonValue,
        refused: reading.refusals as unknown as Prisma.InputJsonValue,
      },
      select: { id: true },
    });
    deed.about("import_batch", batch.id, { rows: counts.rows, rowsRefused: counts.rowsRefused });
    return { id: batch.id };
  },
});

function refuseForeignType(moduleCode: string, mapping: AnyMapping): void {
  const module = moduleByCode(moduleCode);
  if (module && workItemTypeById(module, mapping.workItemType)) return;
  const message = "This contract has no such kind of work.";
  throw new InvalidInput([{ field: "workItemType", message }]);
}

/** How many of the tickets and of their events are there already. */
async function knownIn(
  tx: Tx,
  p: { engagementId: string; source: string; items: readonly ImportedWorkItem[] },
): Promise<{ items: number; events: number }> {
  const [any] = await tx.$queryRaw<{ found: boolean }[]>`
    select exists (select 1 from work_item where engagement_id = ${p.engagementId}::uuid
      and source = ${p.source}) as found`;
  if (!any?.found) return { items: 0, events: 0 };
  const references = p.items.map((item) => item.number);
  const [items] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from work_item where engagement_id = ${p.engagementId}::uuid
      and source = ${p.source} and reference = any (${references}::text[])`;
  const keys = p.items.flatMap((item) => item.events.map((event) => event.sourceKey));
  const [events] = await tx.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from work_item_event v join work_item w on w.id = v.work_item_id
    join unnest(${keys}::text[]) as k(source_key) on k.source_key = v.source_key
    where w.engagement_id = ${p.engagementId}::uuid and w.source = ${p.source}`;
  return { items: items?.n ?? 0, events: events?.n ?? 0 };
}
