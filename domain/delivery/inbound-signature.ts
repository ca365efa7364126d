/** The header that carries a delivery's signature: `t=1760000000,v1=5257a8…`. */
export const SIGNATURE_HEADER = "Engine-Room-Signature";

/** How far a delivery's clock may be from ours, and how long a stolen delivery could be sent again. */
export const TOLERANCE_SECONDS = 300;

/** How long the secret before a rotation still works. */
export const OVERLAP_HOURS = 24;

export type SignatureHeader = {
  /** Seconds since the epoch, when the sender signed. */
  timestamp: number;
  /** HMAC-SHA-256 of `timestamp.body`, in small hexadecimal digits; a sender that rotates may send two. */
  signatures: readonly string[];
};

/** Reads the header; null where it is none, or says its parts twice. */
export function readSignatureHeader(header: string | null): SignatureHeader | null {
  if (!header || header.length > 1000) return null;
  const parts = header.split(",").map((part) => part.trim());
  const stamps = parts.filter((part) => part.startsWith("t="));
  const signatures = parts.filter((part) => /^v1=[0-9a-f]{64}$/.test(part)).map((part) => part.slice(3));
  const stamp = /^t=(\d{1,12})$/.exec(stamps[0] ?? "")?.[1];
  if (stamps.length !== 1 || !stamp || signatures.length === 0 || signatures.length > 4) return null;
  return { timestamp: Number(stamp), signatures };
}

/** The text that is signed. */
export function signedText(timestamp: number, body: string): string {
  return `${timestamp}.${body}`;
}

/** Whether the sender signed within the tolerance of our clock, before or after. */
export function isFresh(timestamp: number, nowSeconds: number): boolean {
  return Math.abs(nowSeconds - timestamp) <= TOLERANCE_SECONDS;
}
