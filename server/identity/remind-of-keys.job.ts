import { mailContent } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate, toInstant } from "../clock.ts";
import type { Database } from "../db.ts";
import { queueMail } from "./queue-mail.ts";

/** How long before a key's end its maker is reminded. */
const DAYS_BEFORE = 7;

type Ending = {
  keyId: string;
  organizationId: string;
  userId: string;
  keyName: string;
  prefix: string;
  person: string;
  email: string;
  zone: string;
  expiresAt: Date;
};

/** Mails everybody whose key stops working within seven days, once a key; run again it mails nobody twice. */
export async function remindOfKeys(deps: { db: Database; clock: Clock; publicUrl: string }): Promise<void> {
  const now = deps.clock.now();
  const ending = await deps.db.open.$queryRaw<Ending[]>`
    select key_id as "keyId", organization_id as "organizationId", user_id as "userId", key_name as "keyName",
      prefix, person, email, zone, expires_at as "expiresAt"
    from app.keys_that_end(${toDate(now)}::timestamptz,
      ${toDate(now.add({ hours: DAYS_BEFORE * 24 }))}::timestamptz)`;
  for (const key of ending) {
    const { keyId, organizationId, userId } = key;
    const mailKey = `api_key_ending:${keyId}`;
    await deps.db.withOrg(systemViewer(organizationId, mailKey.slice(0, 100)), (tx) =>
      queueMail(tx, {
        ...{ organizationId, providerId: null, reader: { userId, partyId: organizationId } },
        to: { name: key.person, address: key.email },
        kind: "api_key_ending",
        key: mailKey,
        content: contentOf(key, `${deps.publicUrl}/organisation/keys/${keyId}`),
        unsubscribe: null,
        now,
      }),
    );
  }
}

function contentOf(key: Ending, url: string) {
  const day = toInstant(key.expiresAt).toZonedDateTimeISO(key.zone).toPlainDate().toString();
  return mailContent({
    name: key.person,
    subject: `The API key “${key.keyName}” stops working on ${day}`,
    matters: [
      {
        title: `Make a new key in time for “${key.keyName}” (${key.prefix}…)`,
        text: `What uses it is refused from ${day} on. A key can't be prolonged: make a new one and put it in its place.`,
        url,
      },
    ],
    footer: ["You made this key. If nothing uses it any more, do nothing."],
    unsubscribe: null,
  });
}
