import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Download, expect } from "@playwright/test";
import type { Json } from "./api.ts";

const TOOL = join(import.meta.dirname, "../server/cli/recompute.ts");

/** Hands a downloaded file to the recompute tool as a reader would: its text on standard input. */
export async function recompute(
  mode: "verdict" | "statement",
  download: Download,
): Promise<{ bundles: Json[]; results: Json[] }> {
  const input = readFileSync(await download.path(), "utf8");
  const flags = ["--disable-warning=ExperimentalWarning", TOOL, mode];
  const ran = spawnSync(process.execPath, flags, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  expect(ran.stderr).toBe("");
  expect(ran.status).toBe(0);
  return { bundles: JSON.parse(input), results: JSON.parse(ran.stdout) };
}
