import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import type { Logger } from "../logger.ts";
import type { AnchorKeeper } from "../ports/anchors/port.ts";
import { chainHeads } from "./audit-links.read.ts";

/** Keeps the end of every audit chain outside the database; a second run of a day changes nothing. */
export async function anchorHeads(deps: {
  db: Database;
  clock: Clock;
  anchors: AnchorKeeper;
  logger: Logger;
}): Promise<void> {
  const now = deps.clock.now();
  const day = now.toZonedDateTimeISO("UTC").toPlainDate().toString();
  const heads = await chainHeads(deps.db.open);
  const isNew = deps.anchors.keep({ day, takenAt: now.toString(), heads });
  if (isNew) deps.logger.info({ day, chains: heads.size }, "the audit chains were anchored");
}
