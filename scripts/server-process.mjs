import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { node, quietNode, root } from "./set-up.mjs";

/**
 * Node keeps up to 128 MB for young objects and prefers speed to size; so it answers as fast and is half as
 * large. Less room to grow before it marks everything again costs more time than it saves memory
 * (docs/decisions/0013). package.json names the same for production.
 */
export const MEMORY = ["--max-semi-space-size=8", "--heap-growing-percent=40"];

// glibc keeps a heap of its own for every thread; one for all of them is enough for what threads do here.
const ONE_ARENA = { MALLOC_ARENA_MAX: "1" };

/** Starts the server on the project's own Node; the channel tells it when we are gone. */
export function startServer(file, env = {}) {
  return spawn(node, [...quietNode, ...MEMORY, file], {
    cwd: root,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...ONE_ARENA, ...process.env, ...env },
  });
}

/**
 * npm that is killed outright tells nobody, and the shell between it and us lives on. The server must not
 * hold the port then, or the next start would find it taken.
 */
export function stopWhenOrphaned(current) {
  const npm = npmAbove(process.ppid, 3);
  const orphaned = () => (npm === null ? false : !alive(npm));
  setInterval(() => orphaned() && current()?.kill("SIGTERM"), 1_000).unref();
}

/** The npm process that started us, where the system says who started whom; else null. */
function npmAbove(pid, levels) {
  if (levels === 0 || pid <= 1) return null;
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith("npm ")) return pid;
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return npmAbove(Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0), levels - 1);
  } catch {
    return null;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
