import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { NothingToCorrect } from "../../domain/service-levels/correction.ts";
import type { Clock } from "../clock.ts";
import type { Database } from "../db.ts";
import { periodCloses } from "./period-close.read.ts";
import { recordCorrection } from "./record-correction.ts";

const payloadSchema = z.looseObject({ engagementId: z.uuid(), organizationId: z.uuid() });

/**
 * The job behind `work_event.late`: measures every frozen month of the engagement again, oldest first, and
 * proposes a correction for each that reads otherwise now. Repeating it changes nothing.
 */
export async function correctLate(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { engagementId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `late:${engagementId}`);
  const closes = await deps.db.readOrg(viewer, (tx) =>
    periodCloses(tx, { viewer, engagementIds: [engagementId] }),
  );
  const reason = "Events came in after the month was frozen.";
  for (const { period: month } of closes.get(engagementId) ?? [])
    try {
      await recordCorrection({ ...deps, viewer }, { engagementId, month, reason });
    } catch (error) {
      if (!(error instanceof NothingToCorrect)) throw error;
    }
}
