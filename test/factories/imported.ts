import { confirmImport } from "../../server/delivery/confirm-import.ts";
import { mappingProposal } from "../../server/delivery/import.read.ts";
import { ImportFile } from "../../server/delivery/import-file.ts";
import { mapImport } from "../../server/delivery/map-import.ts";
import { startImport } from "../../server/delivery/start-import.ts";
import type { World } from "../world.ts";
import type { Contracted } from "./contracted.ts";

/** Imports a service desk's log under the guessed mapping, as the wizard does; answers the import's id. */
export async function importLog(world: World, c: Contracted, bytes: Uint8Array): Promise<string> {
  const caller = world.caller(c.provider);
  const file = new ImportFile(bytes);
  const { id } = await startImport(caller, { engagementId: c.engagementId, fileName: "log.csv", file });
  const p = { viewer: c.provider, id, zone: c.terms.zone, workItemType: "incident" };
  const proposal = await world.db.readOrg(c.provider, (tx) => mappingProposal(tx, p));
  await mapImport(caller, { importId: id, mapping: proposal?.mapping });
  await confirmImport(caller, { importId: id });
  await world.drainJobs();
  return id;
}
