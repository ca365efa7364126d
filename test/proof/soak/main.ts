import { parseArgs } from "node:util";
import pg from "pg";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import { openDatabase } from "../../../server/db.ts";
import { testFields } from "../../factories/field-keys.ts";
import { keyRow, mixedDeeds, numbers, speaksFor } from "../../factories/mixed-deeds.ts";
import { member } from "../../factories/people.ts";
import { openGround } from "../ground.ts";
import { startOwnPostgres } from "../own-postgres.ts";

/**
 * npm run soak:tenants [-- 1000000 --organisations 12 --callers 24 --seed 1]: mixed organisations over one
 * pool that is too small for them, whose backends are killed meanwhile, until so many rows were read. Ends
 * with 1 where one row was another organisation's, or a connection speaks for somebody in the end.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    organisations: { type: "string", default: "12" },
    callers: { type: "string", default: "24" },
    seed: { type: "string", default: "1" },
  },
});
const goal = Number(positionals[0] ?? 1_000_000);
const ROWS_EACH = 400;
const CONNECTIONS = 5;
/** Time between two kills from outside, in milliseconds; the callers kill their own ones besides. */
const KILL_MS = 250;
const say = (line: string) => process.stdout.write(`  ${line}\n`);

const postgres = await startOwnPostgres(["fsync=off", "synchronous_commit=off"]);
const ground = await openGround({ superuserUrl: postgres.superuserUrl });
const viewers: Viewer[] = [];
for (let n = 0; n < Number(values.organisations); n += 1)
  viewers.push(await member(ground.world, { name: `Soak ${n}`, kind: "buyer", role: "owner" }));
for (const viewer of viewers)
  await ground.db.withOrg(viewer, async (tx) => {
    for (let n = 0; n < ROWS_EACH; n += 1) await tx.$executeRaw(keyRow(viewer, "row"));
  });

const superuser = new pg.Pool({ connectionString: postgres.superuserUrl, max: 2 });
const count = { rows: 0, wrong: 0, deeds: 0, failed: 0, kills: 0 };
const db = openDatabase({ url: ground.urls.user, connections: CONNECTIONS, fields: testFields });
const deeds = mixedDeeds({ kill });
const names = Object.keys(deeds);
const pick = numbers(Number(values.seed));
const began = performance.now();
const telling = setInterval(() => say(`… ${count.rows} rows, ${count.wrong} wrong`), 10_000);
const killing = setInterval(() => void killOne(), KILL_MS);
await Promise.all(Array.from({ length: Number(values.callers) }, caller));
for (const timer of [telling, killing]) clearInterval(timer);
const seconds = Math.round((performance.now() - began) / 1000);

const speaks = await speaksFor(db);
const undone = (await ground.row("select count(*)::int as n from api_key where name = 'fuzz-undone'")).n;
say(
  `${count.rows} rows read in ${count.deeds} transactions of ${viewers.length} organisations, ${seconds} s`,
);
say(
  `${CONNECTIONS} connections, ${count.kills} backends killed, ${count.failed} transactions failed or left`,
);
say(`${count.wrong} rows of another organisation, ${undone} rows of what was undone`);
for (const one of speaks) say(`! a connection was left behind: ${one}`);
await Promise.all([db.close(), superuser.end()]);
await ground.close();
await postgres.stop();
process.exit(count.wrong + undone + speaks.length === 0 && count.kills > 0 ? 0 : 1);

/** One caller after another, as whoever comes, until enough was read. */
async function caller(): Promise<void> {
  while (count.rows < goal) {
    const viewer = viewers[pick(viewers.length)] as Viewer;
    const name = names[pick(names.length)] as string;
    const way = pick(2) === 0 || name === "write" ? db.withOrg : db.readOrg;
    const deed = deeds[name];
    count.deeds += 1;
    try {
      const seen = (await way(viewer, (tx) => deed?.(tx, viewer) ?? Promise.resolve([]))) as string[];
      count.rows += seen.length;
      count.wrong += seen.filter((org) => org !== viewer.organizationId).length;
    } catch {
      count.failed += 1;
    }
  }
}

async function kill(pid: number): Promise<void> {
  await superuser.query("select pg_terminate_backend($1)", [pid]);
  count.kills += 1;
}

/** Ends whichever connection of the pool comes first in a turning order, in the middle of what it does. */
async function killOne(): Promise<void> {
  const { rows } = await superuser.query(
    `select pid from pg_stat_activity where usename = 'app_user' and datname = $1 and state <> 'idle'
     order by md5(pid::text || $2) limit 1`,
    [new URL(ground.urls.user).pathname.slice(1), String(count.deeds)],
  );
  if (rows[0]) await kill(rows[0].pid).catch(() => undefined);
}
