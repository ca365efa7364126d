import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { engagementStateAt, lastDayOf } from "../../domain/delivery/engagement.ts";
import { onboardingChecklist } from "../../domain/delivery/onboarding.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { type Clock, fromPlainDate, toDate } from "../clock.ts";
import { command } from "../command.ts";
import { currentVersion, lockStatementOfWork } from "../contracts/locked-statement-of-work.ts";
import type { Database } from "../db.ts";

/**
 * Opens the engagement of a contract that both sides have signed, with its onboarding checklist. Once: a
 * second call answers the same engagement. Only a job may ask. Refuses with NotAllowed and NotFound
 * (missing or not in force).
 */
export const openEngagement = command({
  name: "engagement.open",
  permission: "engagement:read",
  async run({ tx, viewer, now, about, enqueue }, input: { statementOfWorkId: string }) {
    if (viewer.via !== "job") throw new NotAllowed();
    const sow = await lockStatementOfWork(tx, viewer, input.statementOfWorkId);
    if (sow.state !== "active") throw new NotFound("signed statement of work");
    const opened = await tx.engagement.findUnique({
      where: { statementOfWorkId: sow.id },
      select: { id: true },
    });
    if (opened) return { id: opened.id };
    const version = await currentVersion(tx, sow);
    const { startsOn, termMonths, zone, currency } = version.terms;
    const endsOn = lastDayOf({ startsOn, termMonths });
    const parties = { organizationId: sow.organizationId, providerId: sow.providerId };
    const engagement = await tx.engagement.create({
      data: {
        ...parties,
        statementOfWorkId: sow.id,
        sowVersionId: version.id,
        moduleCode: sow.moduleCode,
        title: sow.title,
        state: engagementStateAt({ startsOn, endsOn, zone, now }),
        startsOn: fromPlainDate(Temporal.PlainDate.from(startsOn)),
        endsOn: fromPlainDate(Temporal.PlainDate.from(endsOn)),
        zone,
        currency,
        createdAt: toDate(now),
      },
    });
    const items = onboardingChecklist(sow.moduleCode);
    await tx.checklistItem.createMany({
      data: items.map((item) => ({ ...parties, engagementId: engagement.id, ...item })),
    });
    about("engagement", engagement.id, { statementOfWorkId: sow.id, version: version.number });
    const payload = { engagementId: engagement.id, organizationId: sow.organizationId };
    await enqueue("engagement.opened", payload, `engagement.opened:${engagement.id}`);
    return { id: engagement.id };
  },
});

const payloadSchema = z.object({ statementOfWorkId: z.uuid(), organizationId: z.uuid() });

/** The job of `statement_of_work.signed`. */
export function openEngagementTask(deps: { db: Database; clock: Clock }) {
  return async (payload: Record<string, unknown>): Promise<void> => {
    const { statementOfWorkId, organizationId } = payloadSchema.parse(payload);
    const viewer = systemViewer(organizationId, `job:statement_of_work.signed:${statementOfWorkId}`);
    await openEngagement({ ...deps, viewer }, { statementOfWorkId });
  };
}
