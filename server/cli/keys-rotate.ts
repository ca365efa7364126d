// npm run keys:rotate [-- --new] [--batch 500]: seals every field anew under the first key of FIELD_KEYS,
// while the product runs. Killed and run again, it goes on. `--new` first makes a key in the data folder
// and ends there, because every process has to be started with it before anything is sealed under it.
import { parseArgs } from "node:util";
import { databaseToChange } from "../boot/database.ts";
import { bootFieldEncryption, makeFieldKey, runsWithoutKey } from "../boot/field-keys.ts";
import { readEnv } from "../env.ts";
import { rotateFieldKeys } from "../rotate-field-keys.ts";

const { values } = parseArgs({
  options: { new: { type: "boolean", default: false }, batch: { type: "string", default: "500" } },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const env = readEnv();
const batch = /^[1-9]\d{0,4}$/.test(values.batch) ? Number(values.batch) : 500;

if (values.new) {
  const id = makeFieldKey(env);
  say(
    id
      ? `The key ${id} is made and seals from the next start on. Start Engine Room again, then run this without --new.`
      : "FIELD_KEYS is set: put a new key before the others there, and start every process again.",
  );
  if (!id) process.exitCode = 2;
} else if (runsWithoutKey(env)) {
  say(
    "Engine Room runs without the newest key and could not read what is sealed by it: start it again first.",
  );
  process.exitCode = 2;
} else await rotate();

async function rotate(): Promise<void> {
  const database = await databaseToChange(env);
  try {
    const fields = bootFieldEncryption(env);
    const count = await rotateFieldKeys({
      ...{ ownerUrl: database.owner, fields, batch },
      onStep: ({ name, done, of }) => say(`${name}: ${done} of ${of}`),
    });
    say(count === 0 ? "Everything is sealed by the first key." : `Sealed ${count} fields anew.`);
    say("No field needs the other keys any more; backups from before still do.");
  } finally {
    await database.stop();
  }
}
