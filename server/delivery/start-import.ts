import { z } from "zod";
import { NotAllowed, parseInput } from "../../domain/shared/refusals.ts";
import { command } from "../command.ts";
import { contractedEngagement } from "./contracted-engagement.ts";
import { decodeImportFile, type ImportFile, packContent, parseImportText } from "./import-file.ts";

const schema = z.object({
  engagementId: z.string(),
  fileName: z.string().trim().min(1, "The file has no name.").max(200, "The file's name is too long."),
});

/**
 * Takes a service desk's export: reads it once to see that it is a table, and keeps it until it is imported.
 * Throws InvalidInput with one sentence on what is wrong with the file.
 */
export const startImport = command({
  name: "import.start",
  permission: "work:import",
  async run(
    deed,
    input: { engagementId: string; fileName: string; file: ImportFile },
  ): Promise<{ id: string }> {
    const { engagementId, fileName } = parseInput(schema, {
      engagementId: input.engagementId,
      fileName: input.fileName,
    });
    const engagement = await contractedEngagement(deed.tx, { viewer: deed.viewer, id: engagementId });
    if (engagement.providerId !== deed.viewer.organizationId)
      throw new NotAllowed("The provider imports the work.");
    const table = parseImportText(decodeImportFile(input.file.bytes).text);
    const batch = await deed.tx.importBatch.create({
      data: {
        organizationId: engagement.organizationId,
        providerId: engagement.providerId,
        engagementId: engagement.id,
        fileName,
        fileHash: `sha256:${input.file.hash}`,
        rowCount: table.rows.length,
        header: table.header,
        content: new Uint8Array(packContent(input.file.bytes)),
        state: "uploaded",
        createdById: deed.viewer.userId,
      },
      select: { id: true },
    });
    deed.about("import_batch", batch.id, { fileName, fileHash: input.file.hash, rows: table.rows.length });
    return batch;
  },
});
