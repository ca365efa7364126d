import { spawn } from "node:child_process";
import { node, quietNode, root } from "./set-up.mjs";

/** Starts the server on the project's own Node; the channel tells it when we are gone. */
export function startServer(env = {}) {
  return spawn(node, [...quietNode, "server/main.ts"], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...env },
  });
}

/** Killed with no chance to tell the server, npm leaves us orphaned; then the server must not hold the port. */
export function stopWhenOrphaned(current) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && current()?.kill("SIGTERM"), 1_000).unref();
}
