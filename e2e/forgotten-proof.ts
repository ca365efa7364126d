import pg from "pg";
import { databaseToChange } from "../server/boot/database.ts";
import { readEnv } from "../server/env.ts";
import { SERVERS } from "./servers.ts";

/** Makes the sessions of a person as old as one whose proof holds no more, without the minutes that takes. */
export async function forgetProof(email: string, parallelIndex: number): Promise<void> {
  const dataDir = SERVERS[parallelIndex]?.dataDir ?? "";
  const { owner, stop } = await databaseToChange(readEnv({ DATA_DIR: dataDir }));
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  const { rowCount } = await client.query(
    `update session set step_up_at = now() - interval '6 minutes'
     where user_id = (select id from person where email = $1)`,
    [email],
  );
  await client.end();
  await stop();
  if (!rowCount) throw new Error(`${email} has no session.`);
}
