import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { isFresh, readSignatureHeader, signedText } from "../../domain/delivery/inbound-signature.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import { enqueue } from "../command.ts";
import type { Database } from "../db.ts";
import { isId } from "../party-scope.ts";
import { sealedFields } from "../sealed-fields.ts";

type Door = { organization_id: string; provider_id: string; secrets: string[] | null };

/** Unknown, shut, unsigned, stale and forged sound alike: nobody learns which connections there are. */
const REFUSED = { status: 401, message: "This delivery was not accepted." };
const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * Takes a signed delivery: keeps its body as it came and adds the job that reads it, in one transaction. The
 * same delivery sent again is kept once. Answers what to tell the sender: 202, or one and the same 401.
 */
export async function receiveDelivery(
  deps: { db: Database; clock: Clock },
  p: { connectionId: string; body: string; signature: string | null },
): Promise<{ status: number; message: string }> {
  const now = deps.clock.now();
  const id = isId(p.connectionId) ? p.connectionId : NOBODY;
  const [door] = await deps.db.open.$queryRaw<Door[]>`
    select organization_id, provider_id, secrets from app.inbound_door(${id}::uuid, ${toDate(now)})`;
  const header = readSignatureHeader(p.signature);
  // A stranger's delivery costs the same work as a known one's.
  const { open } = await sealedFields(deps.db.open);
  const known = door?.secrets?.map((one) => open("inbound_secret.secret", id, one)) ?? [NOBODY];
  const secrets = await Promise.all(known);
  const text = signedText(header?.timestamp ?? 0, p.body);
  const signed = isSigned({ text, secrets, signatures: header?.signatures ?? [] });
  const fresh = header !== null && isFresh(header.timestamp, Math.floor(now.epochMilliseconds / 1000));
  if (!door || !signed || !fresh) return REFUSED;
  const viewer = systemViewer(door.provider_id, `inbound:${id}`);
  await deps.db.withOrg(viewer, async (tx) => {
    const kept = await tx.$queryRaw<{ id: string }[]>`
      insert into inbound_delivery (organization_id, provider_id, connection_id, digest, body, state,
        received_at)
      values (${door.organization_id}::uuid, ${door.provider_id}::uuid, ${id}::uuid,
        ${hash("sha256", text, "hex")}, ${storedBody(p.body)}, 'received', ${toDate(now)})
      on conflict (connection_id, digest) do nothing returning id`;
    const deliveryId = kept[0]?.id;
    if (!deliveryId) return;
    await tx.$executeRaw`
      update inbound_connection set last_delivery_at = ${toDate(now)} where id = ${id}::uuid`;
    const payload = { deliveryId, providerId: door.provider_id };
    await enqueue(tx, { task: "inbound_delivery.received", payload, key: `inbound:${deliveryId}` });
  });
  return { status: 202, message: "The delivery is kept and will be read." };
}

/** Compares against every secret in constant time; all are tried, whichever fits. */
function isSigned(p: { text: string; secrets: readonly string[]; signatures: readonly string[] }): boolean {
  let fits = false;
  for (const secret of p.secrets) {
    const expected = createHmac("sha256", secret).update(p.text).digest();
    for (const signature of p.signatures)
      if (timingSafeEqual(expected, Buffer.from(signature, "hex"))) fits = true;
  }
  return fits;
}

/** PostgreSQL's texts hold no NUL; such a body is no JSON anyway and is refused when it is read. */
function storedBody(body: string): string {
  return body.replaceAll("\0", "\uFFFD");
}
