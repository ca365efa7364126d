import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * Whether somebody may read the measurements, which tell how the product is used: this machine itself, never
 * through a proxy on it, and whoever brings the token, where there is one.
 */
export function mayMeasure(
  token: string | undefined,
  request: { headers: Headers; incoming: IncomingMessage | undefined },
): boolean {
  const address = request.incoming?.socket?.remoteAddress ?? "";
  const isHere = /^(127\.|::1$|::ffff:127\.)/.test(address) && !request.headers.has("x-forwarded-for");
  return (
    isHere || (token !== undefined && isSame(request.headers.get("authorization") ?? "", `Bearer ${token}`))
  );
}

/** Compares in a time that tells nothing of where two texts part. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
