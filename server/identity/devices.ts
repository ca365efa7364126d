import { DEVICE_DAYS } from "../../domain/identity/signing-in.ts";
import { toDate } from "../clock.ts";
import type { Deed } from "../command.ts";
import { type SecretCookie, secretCookie } from "./cookies.ts";

/** By which a browser is known again at its next sign-in; it opens nothing. */
export function deviceCookie(secure: boolean): SecretCookie {
  return secretCookie({ name: "device", secure, maxAgeSeconds: DEVICE_DAYS * 86_400, sameSite: "Lax" });
}

/**
 * Whether the viewer signs in with this browser for the first time, which is kept either way. The very first
 * browser of a person is taken as theirs: there is nothing to compare it with.
 */
export async function meetDevice({ tx, viewer, now }: Deed, holder: string): Promise<boolean> {
  const { userId } = viewer;
  const forgotten = toDate(now.subtract({ hours: DEVICE_DAYS * 24 }));
  await tx.$executeRaw`
    delete from known_device where user_id = ${userId}::uuid and last_seen_at < ${forgotten}::timestamptz`;
  const [row] = await tx.$queryRaw<{ known: bigint; same: bigint }[]>`
    select count(*) as known, count(*) filter (where device_hash = ${holder}) as same
    from known_device where user_id = ${userId}::uuid`;
  await tx.$executeRaw`
    insert into known_device (user_id, device_hash, last_seen_at)
    values (${userId}::uuid, ${holder}, ${toDate(now)}::timestamptz)
    on conflict (user_id, device_hash) do update set last_seen_at = excluded.last_seen_at`;
  return row !== undefined && row.known > 0n && row.same === 0n;
}
