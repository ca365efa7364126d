import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Env } from "../env.ts";
import { type FieldEncryption, openFieldEncryption, parseFieldKeys } from "../ports/field-encryption.ts";
import { runningSince } from "./running.ts";

/**
 * The keys of FIELD_KEYS, or else one that is made once and kept in the data folder: enough to look at the
 * product and to develop it. Where several machines serve one database they need the same keys, so these
 * are then to be set.
 */
export function bootFieldEncryption(env: Pick<Env, "FIELD_KEYS" | "dataDir">): FieldEncryption {
  const text = env.FIELD_KEYS ?? keptKey(join(env.dataDir, "field-keys"));
  return openFieldEncryption(parseFieldKeys(text) ?? []);
}

/**
 * Makes a key that seals from the next start on and keeps the ones before it, which go on opening;
 * answers its id. Null where FIELD_KEYS is set: those are kept elsewhere, and are changed there.
 */
export function makeFieldKey(env: Pick<Env, "FIELD_KEYS" | "dataDir">): string | null {
  if (env.FIELD_KEYS) return null;
  const file = join(env.dataDir, "field-keys");
  const known = keptKey(file);
  const id = `local${known.split(",").length + 1}`;
  const beside = `${file}.new`;
  writeFileSync(beside, `${id}:${randomBytes(32).toString("base64")},${known}`, { mode: 0o600 });
  // In one step: a process that is killed leaves the old keys or all of them.
  renameSync(beside, file);
  return id;
}

/** Whether the product was started before the newest key of the data folder was made, and still runs. */
export function runsWithoutKey(env: Pick<Env, "FIELD_KEYS" | "dataDir">): boolean {
  const file = join(env.dataDir, "field-keys");
  const since = runningSince(env.dataDir);
  return !env.FIELD_KEYS && since !== null && existsSync(file) && statSync(file).mtimeMs > since;
}

function keptKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const made = `local:${randomBytes(32).toString("base64")}`;
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, made, { mode: 0o600 });
  return made;
}
