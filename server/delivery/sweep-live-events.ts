import type { Database } from "../db.ts";

/** The job that drops what streams no longer resume over. */
export async function sweepLiveEvents({ db }: { db: Database }): Promise<void> {
  await db.open.$executeRaw`select app.sweep_live_events()::text`;
}
