import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Another process serves from the same data folder; the message names it. */
export class AlreadyRunning extends Error {}

/**
 * Claims a data folder for this process. The claim of a process that is gone, killed or not, counts for
 * nothing.
 */
export function claimDataFolder(dataDir: string): () => void {
  const file = join(dataDir, "running.json");
  const other = existsSync(file) ? ownerOf(file) : null;
  if (other !== null && other !== process.pid && serves(other))
    throw new AlreadyRunning(
      `Engine Room already runs from this folder (process ${other}). Stop it first.`,
    );
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify({ pid: process.pid }));
  return () => rmSync(file, { force: true });
}

/**
 * When the product that serves from a data folder was started, in milliseconds since 1970; null: none does.
 */
export function runningSince(dataDir: string): number | null {
  const file = join(dataDir, "running.json");
  const owner = existsSync(file) ? ownerOf(file) : null;
  return owner !== null && serves(owner) ? statSync(file).mtimeMs : null;
}

function ownerOf(file: string): number | null {
  try {
    return Number(JSON.parse(readFileSync(file, "utf8")).pid) || null;
  } catch {
    return null;
  }
}

/** Whether the process lives and is a server of ours: a process number is used again after a restart. */
function serves(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const words = `/proc/${pid}/cmdline`;
  return !existsSync(words) || /\bmain\.(ts|js)\b/.test(readFileSync(words, "utf8"));
}
