import { z } from "zod";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { localDate } from "../../domain/shared/zoned.ts";
import { type Clock, toDate } from "../clock.ts";
import { command, enqueue } from "../command.ts";
import type { Database } from "../db.ts";
import type { Task } from "../jobs/worker.ts";
import { engagementForecast } from "./engagement-forecast.read.ts";

const payloadSchema = z.object({ engagementId: z.uuid(), organizationId: z.uuid() });

/** `credits:outlook_all`, every Monday morning: one job for each engagement that has not ended. */
export function takeAllOutlooks(deps: { db: Database }): Task {
  return async () => {
    const rows = await deps.db.open.$queryRaw<{ engagementId: string; organizationId: string }[]>`
      select engagement_id as "engagementId", organization_id as "organizationId"
      from app.running_engagements()`;
    for (const payload of rows)
      await enqueue(deps.db.open, {
        task: "credits.outlook",
        payload,
        key: `credits:${payload.engagementId}`,
      });
  };
}

/** The job behind `credits.outlook`: what the running month looks like this week, kept as it is seen now. */
export async function takeCreditOutlook(
  deps: { db: Database; clock: Clock },
  payload: Record<string, unknown>,
): Promise<void> {
  const { engagementId, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `credits:${engagementId}`);
  await takeOutlook({ ...deps, viewer }, { engagementId });
}

/** Takes this week's look; a second one in the same week of the contract's zone changes nothing. */
const takeOutlook = command({
  name: "credit_outlook.take",
  permission: "portfolio:read",
  async run(deed, { engagementId }: { engagementId: string }): Promise<null> {
    const { tx, viewer, now } = deed;
    deed.about("engagement", engagementId);
    const forecast = await engagementForecast(tx, { viewer, engagementId, now });
    if (!forecast) return null;
    const { engagement, month, credits } = forecast;
    const today = localDate(now, engagement.zone);
    const weekOf = today.subtract({ days: today.dayOfWeek - 1 }).toString();
    const levels = credits.levels.map((one) => ({ ...one, creditMinor: one.creditMinor.toString() }));
    await tx.$executeRaw`
      insert into credit_outlook (organization_id, provider_id, engagement_id, week_of, period, currency,
        now_minor, forecast_minor, worst_minor, levels, taken_at)
      values (${engagement.organizationId}::uuid, ${engagement.providerId}::uuid, ${engagementId}::uuid,
        ${weekOf}::date, ${month}, ${engagement.terms.currency}, ${credits.nowMinor.toString()}::bigint,
        ${credits.forecastMinor.toString()}::bigint, ${credits.worstMinor.toString()}::bigint,
        ${JSON.stringify(levels)}::jsonb, ${toDate(now)}::timestamptz)
      on conflict (engagement_id, week_of) do nothing`;
    return null;
  },
});
