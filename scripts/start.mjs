// npm start: sets everything up and runs the product. With --dev the pages reload as they are edited and the
// server starts again when its own sources change.
import { spawn } from "node:child_process";
import { node, quietNode, root, setUp } from "./set-up.mjs";

const dev = process.argv.includes("--dev");
await setUp({ build: !dev });

const watch = dev ? ["--watch-path=server", "--watch-path=graphql", "--watch-path=domain", "--watch-preserve-output"] : [];
const child = spawn(node, [...quietNode, ...watch, "server/main.ts"], {
  cwd: root,
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: { ...process.env, ...(dev ? { NODE_ENV: "development" } : {}) },
});
child.once("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
child.on("disconnect", () => undefined);

// Ctrl-C reaches the server too; it stops in order, and we end when it has ended.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => signal === "SIGTERM" && child.kill(signal));

// Killed with no chance to tell the server, npm leaves us orphaned; then the server must not hold the port.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1_000).unref();
