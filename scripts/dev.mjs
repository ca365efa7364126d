// npm run dev: pages reload through Vite as they are edited; a change of the server, the schema or a rule
// generates anew and starts the server again, so that no GraphQL type is ever defined twice in one
// process.
import { watch } from "node:fs";
import { join } from "node:path";
import { startServer, stopWhenOrphaned } from "./server-process.mjs";
import { node, quietNode, root, run, setUp } from "./set-up.mjs";

await setUp({ build: false });
const start = () => startServer("server/main.ts", { NODE_ENV: "development" });
let server = start();
let waiting;
let restarting = false;
let ending = false;
stopWhenOrphaned(() => server);

for (const room of ["server", "graphql", "domain", "app"]) {
  const watcher = watch(join(root, room), { recursive: true }, (_event, file) => {
    if (!file || !concerns(room, file)) return;
    clearTimeout(waiting);
    waiting = setTimeout(restart, 150);
  });
  // An editor's own passing files may be gone, or not ours to read, before they can be watched.
  watcher.on("error", () => undefined);
}

for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    ending = true;
    server.once("exit", () => process.exit(0));
    if (signal === "SIGTERM") server.kill(signal);
  });

function concerns(room, file) {
  if (/(^|[/\\])(generated|gql)[/\\]|\.test\.tsx?$|schema\.graphql$/.test(file)) return false;
  return room === "app" ? file.endsWith(".graphql.ts") : file.endsWith(".ts");
}

async function restart() {
  if (restarting || ending) return;
  restarting = true;
  try {
    await run(node, [...quietNode, "scripts/generate.mjs"]);
    if (server.exitCode === null) {
      const gone = new Promise((done) => server.once("exit", done));
      server.kill("SIGTERM");
      await gone;
    }
    server = start();
  } catch (error) {
    process.stderr.write(`${error.message}\nWaiting for the next change.\n`);
  } finally {
    restarting = false;
  }
}
