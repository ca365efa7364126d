import { readdirSync, readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

type Times = { parent: number; name: string; ms: number };

/** The processor time of one process so far, in milliseconds, or null where it has ended. */
function timesOf(pid: number): Times | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(rest[1]), name, ms: (Number(rest[11]) + Number(rest[12])) * TICK_MS };
  } catch {
    return null;
  }
}

export function cpuOf(pid: number): number {
  return timesOf(pid)?.ms ?? 0;
}

/** The processor time of the server that a backend belongs to: all backends that still run. */
export function cpuOfPostgres(backend: number): number {
  const server = timesOf(backend)?.parent;
  const pids = readdirSync("/proc").map(Number).filter(Number.isSafeInteger);
  return pids
    .map(timesOf)
    .reduce((sum, one) => sum + (one?.name === "postgres" && one.parent === server ? one.ms : 0), 0);
}
