import type { Viewer } from "../../domain/identity/viewer.ts";
import { type Database, Prisma, type Tx } from "../../server/db.ts";

/** A key of the organisation's: what the deeds below read and write. */
export const keyRow = (viewer: Viewer, name: string) => Prisma.sql`
  insert into api_key (organization_id, user_id, name, prefix, secret_hash, created_at)
  values (${viewer.organizationId}::uuid, ${viewer.userId}::uuid, ${name}, 'erk_x', ${crypto.randomUUID()}, now())`;

/** The organisation of every key that is seen. */
export const orgsSeen = async (tx: Tx) =>
  (await tx.$queryRaw<{ org: string }[]>`select organization_id::text as org from api_key`).map(
    (row) => row.org,
  );

export type Deed = (tx: Tx, viewer: Viewer) => Promise<string[]>;

/** What a caller may do to a connection; each answers the organisation of every row that it has seen. */
export function mixedDeeds(p: { kill: (pid: number) => Promise<unknown> }): Record<string, Deed> {
  const model: Deed = async (tx) =>
    (await tx.apiKey.findMany({ select: { organizationId: true } })).map((row) => row.organizationId);
  return {
    read: orgsSeen,
    model,
    write: async (tx, viewer) => {
      await tx.$executeRaw(keyRow(viewer, "fuzz"));
      return orgsSeen(tx);
    },
    both: async (tx, viewer) => (await Promise.all([orgsSeen(tx), model(tx, viewer)])).flat(),
    refuse: async (tx, viewer) => {
      await tx.$executeRaw(keyRow(viewer, "fuzz-undone"));
      throw new Error("refused");
    },
    fail: async (tx) => {
      await tx.$queryRaw`select 1 / 0`;
      return [];
    },
    failInModel: async (tx) => {
      await tx.apiKey.update({ where: { id: crypto.randomUUID() }, data: { name: "x" } });
      return [];
    },
    abandon: async (tx) => {
      tx.$queryRaw`select pg_sleep(0.005)`.catch(() => undefined);
      tx.apiKey.count().catch(() => undefined);
      throw new Error("left");
    },
    killed: async (tx) => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
      await p.kill(row?.pid ?? 0);
      return orgsSeen(tx);
    },
  };
}

/** For whom a pool's connections speak outside of any transaction; nothing where all is well. */
export async function speaksFor(db: Database): Promise<string[]> {
  const rows = await Promise.all(
    Array.from(
      { length: 6 },
      () =>
        db.open.$queryRaw<{ org: string | null; role: string; read: string }[]>`
        select current_setting('app.org_id', true) as org, current_user::text as role,
          current_setting('transaction_read_only') as read`,
    ),
  );
  const said = rows.map(([row]) => [row?.org || "nobody", row?.role, row?.read].join(" "));
  const seen = await db.open.apiKey.count();
  return [
    ...said.filter((one) => one !== "nobody app_user off"),
    ...(seen > 0 ? [`${seen} rows for nobody`] : []),
  ];
}

/** Numbers that look random and are the same in every run. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
