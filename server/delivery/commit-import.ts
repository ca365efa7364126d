import { setImmediate as breathe } from "node:timers/promises";
import { z } from "zod";
import { anyMappingSchema, readImport, sourceOfMapping } from "../../domain/delivery/any-import.ts";
import type { ImportedWorkItem } from "../../domain/delivery/import-ticket.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, enqueue } from "../command.ts";
import type { Database, Tx } from "../db.ts";
import { contractedEngagement } from "./contracted-engagement.ts";
import { lockIngest } from "./frozen-until.ts";
import { type BatchCounts, lockBatch } from "./import-batch.ts";
import { unpackContent } from "./import-file.ts";
import { withoutLate } from "./late-imports.ts";
import { type WorkLists, workLists } from "./work-lists.ts";
import { writeWork } from "./write-work.ts";

const payloadSchema = z.object({ importId: z.uuid(), organizationId: z.uuid() });

/** Tickets written in one transaction: some thousand events, well under a second. */
const CHUNK = 1000;

/**
 * The job behind a confirmed import. Each chunk is a transaction that also moves the progress on; a
 * worker that
 * is killed leaves whole chunks behind, and the next attempt writes the rest, because tickets and events are
 * found again by their keys. The end is the same as that of an import that was never interrupted.
 */
export async function commitImport(
  deps: { db: Database; clock: Clock; afterChunk?: (chunk: number) => void },
  payload: Record<string, unknown>,
): Promise<void> {
  const { importId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `import:${importId}`);
  const batch = await deps.db.withOrg(viewer, (tx) => lockBatch(tx, { viewer, id: importId }));
  if (batch.state !== "importing" || !batch.content) return;
  const mapping = anyMappingSchema.parse(batch.mapping);
  const now = deps.clock.now().toString();
  const { workItems } = readImport({ ...unpackContent(batch.content), mapping, now });
  const engagement = await deps.db.withOrg(viewer, (tx) =>
    contractedEngagement(tx, { viewer, id: batch.engagementId }),
  );
  const actor = `Import of ${batch.fileName}`;
  const chunks = chunksOf(workItems);
  // PostgreSQL takes longer to write a chunk than we take to lay out the next, so both are done at once.
  const laidOut: WorkLists[] = [];
  const layOut = async (index: number) => {
    await breathe();
    if (chunks[index]) laidOut[index] = workLists(chunks[index]);
  };
  try {
    for (const [index, items] of chunks.entries()) {
      await deps.db.withOrg(viewer, async (tx) => {
        await lockIngest(tx, engagement.id);
        const place = { engagement, actor, source: sourceOfMapping(mapping), now: deps.clock.now() };
        const left = await withoutLate(tx, { ...place, items });
        const work = (left === items && laidOut[index]) || workLists(left);
        await writeWork(tx, { ...place, work, meanwhile: () => layOut(index + 1) });
        await moveProgress(tx, importId, rowsThrough(workItems, index));
      });
      delete laidOut[index];
      deps.afterChunk?.(index);
      await breathe();
    }
    await finishImport({ ...deps, viewer }, { importId });
  } catch (error) {
    // The page must not look as if the import still ran well; the queue tries again by itself.
    await deps.db.withOrg(viewer, (tx) => sayInterrupted(tx, importId)).catch(() => undefined);
    throw error;
  }
}

const finishImport = command({
  name: "import.finish",
  permission: "work:import",
  async run(deed, input: { importId: string }): Promise<null> {
    const batch = await lockBatch(deed.tx, { viewer: deed.viewer, id: input.importId });
    if (batch.state !== "importing") return null;
    await deed.tx.importBatch.update({
      where: { id: batch.id },
      data: {
        state: "done",
        content: null,
        failure: null,
        doneRows: batch.rowCount,
        finishedAt: toDate(deed.now),
      },
      select: { id: true },
    });
    const counts = batch.counts as unknown as BatchCounts | null;
    deed.about("import_batch", batch.id, { itemsNew: counts?.itemsNew, eventsNew: counts?.eventsNew });
    const { engagementId, organizationId } = batch;
    await enqueue(deed.tx, {
      task: "work.changed",
      payload: { engagementId, organizationId },
      key: `work:${engagementId}`,
    });
    return null;
  },
});

async function moveProgress(tx: Tx, importId: string, doneRows: number): Promise<void> {
  await tx.$executeRaw`update import_batch set done_rows = greatest(done_rows, ${doneRows}) where id =
    ${importId}::uuid`;
}

async function sayInterrupted(tx: Tx, importId: string): Promise<void> {
  const failure =
    "The import was interrupted. What is written stays, and it goes on by itself within minutes.";
  await tx.$executeRaw`update import_batch set failure = ${failure} where id = ${importId}::uuid`;
}

function chunksOf(items: readonly ImportedWorkItem[]): ImportedWorkItem[][] {
  const chunks: ImportedWorkItem[][] = [];
  for (let from = 0; from < items.length; from += CHUNK) chunks.push(items.slice(from, from + CHUNK));
  return chunks;
}

function rowsThrough(items: readonly ImportedWorkItem[], chunk: number): number {
  return items.slice(0, (chunk + 1) * CHUNK).reduce((sum, item) => sum + item.rows.length, 0);
}
