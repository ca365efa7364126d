import { createHmac } from "node:crypto";

/** The header of a delivery, as docs/ingest.md tells a sender to make it. */
export function signDelivery(p: { secret: string; body: string; seconds: number }): string {
  const signature = createHmac("sha256", p.secret).update(`${p.seconds}.${p.body}`).digest("hex");
  return `t=${p.seconds},v1=${signature}`;
}
