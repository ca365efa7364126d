// npm run audit:verify [-- --anchors FOLDER] [--key PUBLIC_KEY.pem]: rebuilds every audit chain outside the
// database and holds it against its head and the signed anchors. Exit status 1 where anything does not hold.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { FaultKind } from "../../domain/identity/audit-chain.ts";
import { readAnchors } from "../audit/anchor-files.ts";
import { verifyChains } from "../audit/verify-chains.ts";
import { databaseToRead } from "../boot/database.ts";
import { bootFieldEncryption } from "../boot/field-keys.ts";
import { openDatabase } from "../db.ts";
import { readEnv } from "../env.ts";

const WORDS: Record<FaultKind, string> = {
  changed: "was changed",
  unlinked: "does not follow on the row before it",
  out_of_place: "is not where its number says: a row was taken away, put in or moved",
  cut_short: "is missing, and all behind it",
  rewritten: "says something else than the anchor did: the chain was written anew",
};

const { values } = parseArgs({ options: { anchors: { type: "string" }, key: { type: "string" } } });
const env = readEnv();
const directory = values.anchors ?? env.AUDIT_ANCHORS_DIR ?? join(env.dataDir, "anchors");
const publicKey = values.key ? readFileSync(values.key, "utf8") : undefined;
const anchors = existsSync(directory)
  ? readAnchors({ directory, publicKey })
  : { days: 0, heads: new Map(), problems: values.anchors ? [`There is no folder ${directory}.`] : [] };

const database = await databaseToRead(env);
const db = openDatabase({ url: database.worker, connections: 2, fields: bootFieldEncryption(env) });
const say = (line: string) => process.stdout.write(`${line}\n`);
let [chains, rows, faults] = [0, 0n, anchors.problems.length];
try {
  for (const problem of anchors.problems) say(`Anchors: ${problem}`);
  for await (const chain of verifyChains(db, anchors.heads)) {
    chains += 1;
    rows += chain.rows;
    if (!chain.fault) continue;
    faults += 1;
    say(`Organisation ${chain.organizationId}: row ${chain.fault.seq} ${WORDS[chain.fault.kind]}`);
  }
} finally {
  await db.close();
  await database.stop();
}
say(
  `${chains} chains of ${rows} rows, ${anchors.days} daily anchors: ${faults === 0 ? "all hold" : `${faults} faults`}`,
);
process.exitCode = faults === 0 ? 0 : 1;
