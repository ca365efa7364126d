import { canonicalJson, type Json } from "../shared/canonical-json.ts";
import { sha256Hex } from "../shared/sha256.ts";

/** "sha256:" and the SHA-256 of the bundle's canonical JSON (RFC 8785), in hex. */
export function bundleHash(bundle: Json): string {
  return `sha256:${sha256Hex(canonicalJson(bundle))}`;
}
