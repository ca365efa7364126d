import type { ImportCounts } from "../../domain/delivery/service-desk-import.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { DomainError } from "../../domain/shared/domain-error.ts";
import { NotFound } from "../../domain/shared/refusals.ts";
import type { Tx } from "../db.ts";
import { isId, partiesWithin } from "../party-scope.ts";

export type ImportState = "uploaded" | "checked" | "importing" | "done";

/** What the dry run found, and what was written once it is done. */
export type BatchCounts = ImportCounts & {
  itemsNew: number;
  itemsKnown: number;
  eventsNew: number;
  eventsKnown: number;
  /** What lies in a frozen month: it would be kept among the late events. Left out by older imports. */
  rowsLate?: number;
  eventsLate?: number;
};

/** The import has been confirmed or is done; its mapping cannot change any more. */
export class ImportUnderWay extends DomainError {
  constructor() {
    super({
      code: "import_under_way",
      message: "This import was confirmed already. Start another to import again.",
    });
  }
}

export class ImportNotChecked extends DomainError {
  constructor() {
    super({ code: "import_not_checked", message: "Match the columns and look at the trial run first." });
  }
}

/** Locks one batch in the viewer's sight. Throws NotFound. */
export async function lockBatch(tx: Tx, p: { viewer: Viewer; id: string }) {
  if (!isId(p.id)) throw new NotFound("import");
  await tx.$queryRaw`select 1 from import_batch where id = ${p.id}::uuid for update`;
  const batch = await tx.importBatch.findFirst({
    where: { AND: [{ id: p.id }, await partiesWithin(tx, p.viewer)] },
  });
  if (!batch) throw new NotFound("import");
  return batch;
}
