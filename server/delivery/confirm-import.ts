import { NotAllowed, RecordGone } from "../../domain/shared/refusals.ts";
import { command } from "../command.ts";
import { refuseWhileSuspended } from "../identity/work-suspension.ts";
import { ImportNotChecked, lockBatch } from "./import-batch.ts";

/** Hands a checked import to the worker. Confirming it again, in another tab or twice, changes nothing. */
export const confirmImport = command({
  name: "import.confirm",
  permission: "work:import",
  async run(deed, input: { importId: string }): Promise<{ id: string }> {
    const batch = await lockBatch(deed.tx, { viewer: deed.viewer, id: input.importId });
    if (batch.providerId !== deed.viewer.organizationId)
      throw new NotAllowed("The provider imports the work.");
    if (batch.state === "uploaded") throw new ImportNotChecked();
    deed.about("import_batch", batch.id, { fileName: batch.fileName });
    if (batch.state !== "checked") return { id: batch.id };
    if (!batch.content) throw new RecordGone("The file");
    await refuseWhileSuspended(deed.tx, batch.organizationId);
    await deed.tx.importBatch.update({
      where: { id: batch.id },
      data: { state: "importing", doneRows: 0 },
      select: { id: true },
    });
    const payload = { importId: batch.id, organizationId: batch.organizationId };
    await deed.enqueue("import.commit", payload, `import:${batch.id}`);
    return { id: batch.id };
  },
});
