import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ChainHead } from "../../domain/identity/audit-chain.ts";
import { canonicalJson } from "../../domain/shared/canonical-json.ts";
import type { AnchorKeeper } from "../ports/anchors/port.ts";

const DAY_FILE = /^\d{4}-\d\d-\d\d\.json$/;
const PUBLIC_KEY = "public-key.pem";

const signedSchema = z.object({
  format: z.literal(1),
  day: z.string(),
  takenAt: z.string(),
  /** SHA-256 of the file of the day before it, so that a file that is taken away is missed. */
  before: z.string().nullable(),
  heads: z.array(z.object({ organizationId: z.uuid(), seq: z.string().regex(/^\d+$/), hash: z.string() })),
});
const anchorSchema = signedSchema.extend({ signature: z.string() });

/**
 * Anchors as files, one a day, signed with Ed25519. The folder belongs on storage that the owner of the
 * database can't write; the key is made there on first use unless `keyFile` names one.
 */
export function anchorFiles(p: { directory: string; keyFile?: string | undefined }): AnchorKeeper {
  return {
    keep({ day, takenAt, heads }) {
      mkdirSync(p.directory, { recursive: true, mode: 0o700 });
      const file = join(p.directory, `${day}.json`);
      if (existsSync(file)) return false;
      const key = signingKey(p);
      const last = dayFiles(p.directory).at(-1);
      const body: z.infer<typeof signedSchema> = {
        ...{ format: 1, day, takenAt },
        before: last ? digestOf(readFileSync(join(p.directory, last))) : null,
        heads: [...heads].map(([organizationId, { seq, hash }]) => ({
          ...{ organizationId, seq: String(seq), hash },
        })),
      };
      const signature = sign(null, Buffer.from(canonicalJson(body)), key).toString("base64");
      // A half-written file would look like a forged one.
      writeFileSync(`${file}.part`, `${JSON.stringify({ ...body, signature }, null, 1)}\n`, {
        mode: 0o600,
      });
      renameSync(`${file}.part`, file);
      return true;
    },
  };
}

/** The anchors of a folder by organisation, and in words what is wrong with any of its files. */
export function readAnchors(p: { directory: string; publicKey?: string | undefined }): {
  days: number;
  heads: Map<string, ChainHead[]>;
  problems: string[];
} {
  const heads = new Map<string, ChainHead[]>();
  const problems: string[] = [];
  const files = dayFiles(p.directory);
  const key = createPublicKey(p.publicKey ?? readFileSync(join(p.directory, PUBLIC_KEY), "utf8"));
  let before: string | null = null;
  for (const file of files) {
    const bytes = readFileSync(join(p.directory, file));
    const anchor = parsed(bytes);
    const problem = anchor ? problemOf(anchor, { file, key, before }) : "is no anchor";
    if (problem) problems.push(`${file} ${problem}`);
    else for (const one of anchor?.heads ?? []) add(heads, one);
    before = digestOf(bytes);
  }
  return { days: files.length, heads, problems };
}

type Anchor = z.infer<typeof anchorSchema>;

function problemOf(
  { signature, ...body }: Anchor,
  { file, key, before }: { file: string; key: KeyObject; before: string | null },
): string | null {
  if (!verify(null, Buffer.from(canonicalJson(body)), key, Buffer.from(signature, "base64")))
    return "is not signed with the key";
  if (file !== `${body.day}.json`) return `is the anchor of ${body.day}`;
  return body.before === before
    ? null
    : "does not follow on the file before it: one was changed or taken away";
}

function add(heads: Map<string, ChainHead[]>, one: Anchor["heads"][number]): void {
  const all = heads.get(one.organizationId) ?? [];
  heads.set(one.organizationId, [...all, { seq: BigInt(one.seq), hash: one.hash }]);
}

function parsed(bytes: Buffer): Anchor | null {
  try {
    return anchorSchema.parse(JSON.parse(bytes.toString("utf8")));
  } catch {
    return null;
  }
}

function signingKey(p: { directory: string; keyFile?: string | undefined }): KeyObject {
  const file = p.keyFile ?? join(p.directory, "signing-key.pem");
  if (!p.keyFile && !existsSync(file)) {
    const { privateKey } = generateKeyPairSync("ed25519");
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  }
  const key = createPrivateKey(readFileSync(file, "utf8"));
  writeFileSync(
    join(p.directory, PUBLIC_KEY),
    createPublicKey(key).export({ type: "spki", format: "pem" }),
  );
  return key;
}

const dayFiles = (directory: string) =>
  readdirSync(directory)
    .filter((name) => DAY_FILE.test(name))
    .sort();
const digestOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
