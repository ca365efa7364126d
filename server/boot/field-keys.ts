import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Env } from "../env.ts";
import { type FieldEncryption, openFieldEncryption, parseFieldKeys } from "../ports/field-encryption.ts";

/**
 * The keys of FIELD_KEYS, or else one that is made once and kept in the data folder: enough to look at the
 * product and to develop it. Where several machines serve one database they need the same keys, so these
 * are then to be set.
 */
export function bootFieldEncryption(env: Pick<Env, "FIELD_KEYS" | "dataDir">): FieldEncryption {
  const text = env.FIELD_KEYS ?? keptKey(join(env.dataDir, "field-keys"));
  return openFieldEncryption(parseFieldKeys(text) ?? []);
}

function keptKey(file: string): string {
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  const made = `local:${randomBytes(32).toString("base64")}`;
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, made, { mode: 0o600 });
  return made;
}
