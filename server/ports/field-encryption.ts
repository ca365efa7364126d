import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/**
 * Seals single fields before they are stored. `about` names the row and the column
 * ("totp_factor:<person>"); what was sealed for one place opens in no other.
 */
export type FieldEncryption = {
  /** `v1.<key id>.<base64url of nonce, tag and ciphertext>`. */
  seal: (text: string, about: string) => string;
  /** Throws Unreadable for another place, another key, or anything that was changed. */
  open: (sealed: string, about: string) => string;
  /** What everything begins with that is sealed today: `v1.<key id>.` */
  beginning: string;
  /**
   * A blind index: the same text gives the same index for the same use, and nobody without the key can try
   * texts against it. `i1.<key id>.<base64url of an HMAC-SHA-256>`.
   */
  index: (text: string, use: string) => string;
  /** Whether an index, of whichever of our keys, is that of a text; compared in constant time. */
  isIndexOf: (index: string, text: string, use: string) => boolean;
};

/** A sealed field that none of our keys opens for this place: our own mistake or somebody's tampering. */
export class Unreadable extends Error {}

export type FieldKey = { id: string; key: Buffer };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under keys with ids: the first seals, all of them open, so a key can be replaced while what
 * it sealed stays readable. Throws RangeError without a key or with one that has not 32 bytes.
 */
export function openFieldEncryption(keys: readonly FieldKey[]): FieldEncryption {
  const [first] = keys;
  if (!first || keys.some((one) => one.key.length !== 32 || !/^[\w-]{1,32}$/.test(one.id)))
    throw new RangeError("Field encryption needs keys of 32 bytes, each with an id.");
  const known = new Map(keys.map((one) => [one.id, one.key]));
  const blind = new Map(keys.map((one) => [one.id, indexKey(one.key)]));
  const indexUnder = (id: string, text: string, use: string) => {
    const mac = createHmac("sha256", blind.get(id) ?? "").update(JSON.stringify([use, text]));
    return `i1.${id}.${mac.digest("base64url")}`;
  };
  return {
    beginning: `v1.${first.id}.`,
    index: (text, use) => indexUnder(first.id, text, use),
    isIndexOf(index, text, use) {
      const [version, id = ""] = index.split(".");
      if (version !== "i1" || !blind.has(id)) return false;
      const [given, ours] = [Buffer.from(index), Buffer.from(indexUnder(id, text, use))];
      return given.length === ours.length && timingSafeEqual(given, ours);
    },
    seal(text, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", first.key, nonce);
      cipher.setAAD(Buffer.from(`v1|${first.id}|${about}`));
      const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return `v1.${first.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url")}`;
    },
    open(sealed, about) {
      const [version, id = "", packed = ""] = sealed.split(".");
      const key = known.get(id);
      const bytes = Buffer.from(packed, "base64url");
      if (version !== "v1" || !key || bytes.length < NONCE_BYTES + TAG_BYTES)
        throw new Unreadable("This field was not sealed by a key of ours.");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(`v1|${id}|${about}`));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
        return Buffer.concat([body, decipher.final()]).toString("utf8");
      } catch {
        throw new Unreadable("This field was sealed for another place, or has been changed.");
      }
    },
  };
}

/** A key of its own for indexes: what can be compared is not what can be opened. */
function indexKey(key: Buffer): Buffer {
  return Buffer.from(hkdfSync("sha256", key, "", "engine-room blind index", 32));
}

/**
 * `id:base64,id:base64`, the one that seals first, as FIELD_KEYS has it; null where it is not of that
 * form, and for an id of 32 hexadecimal signs, which is how the keys of organisations are called.
 */
export function parseFieldKeys(text: string): FieldKey[] | null {
  const keys = text.split(",").map((part) => {
    const [id = "", secret = ""] = part.trim().split(":");
    return { id, key: Buffer.from(secret, "base64") };
  });
  const isFit = (id: string) => /^[\w-]{1,32}$/.test(id) && !/^[0-9a-f]{32}$/.test(id);
  const fits = keys.every(({ id, key }) => isFit(id) && key.length === 32);
  return fits && new Set(keys.map((one) => one.id)).size === keys.length ? keys : null;
}
