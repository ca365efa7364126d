import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

/** How a device answers; each may be bent, to see that the server minds. */
export type Bent = { origin?: string; rpId?: string; verified?: boolean; counter?: number };

const ORIGIN = "https://engine.test";
const RP_ID = "engine.test";

/** A device with one passkey (ES256), as a browser would speak for it. */
export function softPasskey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  let handle = "";
  let counter = 0;
  return {
    id: id.toString("base64url"),
    /** The answer to what `passkeyQuestion("add")` asks. */
    made(options: object, bent: Bent = {}): string {
      const asked = options as { challenge: string; user: { id: string } };
      handle = asked.user.id;
      const authData = Buffer.concat([
        header({ flags: bent.verified === false ? 0x41 : 0x45, counter: 0, rpId: bent.rpId ?? RP_ID }),
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        coseKey(publicKey),
      ]);
      const attestationObject = cbor(
        new Map<string, unknown>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", authData],
        ]),
      );
      return credential(id, {
        clientDataJSON: clientData("webauthn.create", asked.challenge, bent).toString("base64url"),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      });
    },
    /** The answer to what `passkeyQuestion("sign-in")` or `("confirm")` asks. */
    answer(options: object, bent: Bent = {}): string {
      const { challenge } = options as { challenge: string };
      counter = bent.counter ?? counter + 1;
      const flags = bent.verified === false ? 0x01 : 0x05;
      const authData = header({ flags, counter, rpId: bent.rpId ?? RP_ID });
      const client = clientData("webauthn.get", challenge, bent);
      const signed = Buffer.concat([authData, createHash("sha256").update(client).digest()]);
      return credential(id, {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: authData.toString("base64url"),
        signature: sign("sha256", signed, privateKey).toString("base64url"),
        userHandle: handle,
      });
    },
  };
}

function credential(id: Buffer, response: object): string {
  const rawId = id.toString("base64url");
  return JSON.stringify({ id: rawId, rawId, type: "public-key", clientExtensionResults: {}, response });
}

function clientData(type: string, challenge: string, bent: Bent): Buffer {
  const origin = bent.origin ?? ORIGIN;
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

function header(p: { flags: number; counter: number; rpId: string }): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(p.counter);
  return Buffer.concat([createHash("sha256").update(p.rpId).digest(), Buffer.from([p.flags]), count]);
}

/** RFC 9053: EC2 (1: 2), ES256 (3: -7), P-256 (-1: 1) and the point. */
function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]),
  );
}

/** As much of CBOR (RFC 8949) as these answers need. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([k, v]) => [cbor(k), cbor(v)])]);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  return length < 256
    ? Buffer.from([(major << 5) | 24, length])
    : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
