import { expect } from "vitest";
import type { World } from "../world.ts";

/** What a refusal may still touch: sessions that were seen, sign-ins that were counted. */
const NOT_THE_TENANTS = ["session", "sign_in_throttle", "_prisma_migrations", "live_event"];

/**
 * A line for each table with the number and a hash of its rows, and one for the jobs that wait: the same
 * before and after a deed that was refused, and where they are not, the line that differs names the table.
 * The rows are hashed where they lie, so that a whole story takes a moment.
 */
export async function hashOfRows(world: World): Promise<string> {
  const { rows: tables } = await world.owner.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'
       and table_type = 'BASE TABLE' and not (table_name = any ($1)) order by 1`,
    [NOT_THE_TENANTS],
  );
  const parts = tables.map(
    ({ name }) => `select '${name}' as t, count(*) as n, md5(coalesce(string_agg(md5(r::text), '' order by
      md5(r::text)), '')) as h from public.${name} r`,
  );
  parts.push(
    `select 'jobs that wait', count(*), md5(coalesce(string_agg(id::text, ',' order by id), ''))
      from graphile_worker.jobs`,
  );
  const { rows } = await world.owner.query(`${parts.join(" union all ")} order by 1`);
  return rows.map(({ t, n, h }) => `${t} ${n} ${h}`).join("\n");
}

/**
 * The deed is refused as expected and nothing has changed: no row of any organisation, no audit line, no job.
 */
export async function refusedUnchanged(
  world: World,
  deed: () => Promise<unknown>,
  expected: Record<string, unknown>,
): Promise<void> {
  const before = await hashOfRows(world);
  await expect(deed()).rejects.toMatchObject(expected);
  expect(await hashOfRows(world), `after ${JSON.stringify(expected)}`).toBe(before);
}

/** Whatever is refused within, in whichever words the test asserts: nothing has changed after it. */
export async function unchangedBy(world: World, assertion: () => Promise<unknown>): Promise<void> {
  const before = await hashOfRows(world);
  await assertion();
  expect(await hashOfRows(world), "after a refusal").toBe(before);
}
