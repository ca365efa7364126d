import { reconcile } from "../../server/billing/reconcile.ts";
import type { World } from "../world.ts";

export type BreakRow = {
  id: string;
  kind: string;
  subject: string;
  says: string;
  expected_minor: string | null;
  actual_minor: string | null;
  gone_at: Date | null;
  closed_at: Date | null;
};

/** Lets the world's clock follow the stand-in's, some hours behind what was moved last. */
export async function hoursLater(world: World, hours = 2): Promise<void> {
  const { standIn } = await world.stripe();
  const seconds = (standIn?.controls.nowSeconds() ?? 0) + hours * 3600;
  const { Temporal } = await import("temporal-polyfill");
  world.clock.moveTo(Temporal.Instant.fromEpochMilliseconds(seconds * 1000));
}

/** Runs the reconciliation as the worker's daily job does, and answers every open break. */
export async function reconciled(world: World): Promise<BreakRow[]> {
  const { port: stripe } = await world.stripe();
  const { workDb: db, clock, logger, rail } = world;
  await reconcile({ db, clock, stripe, rail, logger }, {});
  return openBreaks(world);
}

export async function openBreaks(world: World): Promise<BreakRow[]> {
  const { rows } = await world.owner.query(
    "select * from recon_break where closed_at is null order by kind, subject",
  );
  return rows;
}
