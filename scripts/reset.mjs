// npm run reset: throws the demo's data away; the next start writes it anew.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./set-up.mjs";

const folder = join(root, process.env.DATA_DIR ?? ".data");
const lock = join(folder, "running.json");
if (existsSync(lock)) {
  const { pid } = JSON.parse(readFileSync(lock, "utf8"));
  let alive = true;
  try {
    process.kill(pid, 0);
  } catch {
    alive = false;
  }
  if (alive) {
    process.stderr.write(`Engine Room is running (process ${pid}). Stop it first, then reset.\n`);
    process.exit(1);
  }
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write("The demo data is gone. npm start writes it anew.\n");
