import { z } from "zod";
import {
  ACCOUNT_NOTICES,
  type AccountNotice,
  isAccountNotice,
} from "../../domain/identity/account-notice.ts";
import { mailContent } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Clock } from "../clock.ts";
import type { Deed } from "../command.ts";
import type { Database } from "../db.ts";
import { queueMail } from "./queue-mail.ts";

/**
 * Tells the viewer by mail what was done to their own account, once the deed is committed; `where` says with
 * which browser and from where.
 */
export function tellOfAccount(deed: Deed, what: AccountNotice, where?: string): Promise<void> {
  const { userId, organizationId } = deed.viewer;
  const noticeId = crypto.randomUUID();
  return deed.enqueue("account.notice", {
    userId,
    organizationId,
    what,
    noticeId,
    at: deed.now.toString(),
    ...(where ? { where } : {}),
  });
}

const payloadSchema = z.object({
  userId: z.uuid(),
  organizationId: z.uuid(),
  what: z.string().refine(isAccountNotice),
  noticeId: z.uuid(),
  at: z.string(),
  where: z.string().optional(),
});

/** The job that writes the mail; run again it finds its mail and writes no other. */
export async function mailAccountNotice(
  deps: { db: Database; clock: Clock; publicUrl: string },
  payload: Record<string, unknown>,
): Promise<void> {
  const { userId, organizationId, what, noticeId, at, where } = payloadSchema.parse(payload);
  const person = await deps.db.open.user.findUnique({ where: { id: userId } });
  if (!person || person.disabledAt) return;
  const key = `account_notice:${noticeId}`;
  const said = where ? `${where}. ` : "";
  const title = ACCOUNT_NOTICES[what as AccountNotice];
  const content = mailContent({
    name: person.name,
    subject: title,
    matters: [
      {
        title,
        text: `${said}It was done at ${at.slice(0, 16).replace("T", " ")} UTC. If it was you, there is nothing to do.`,
        url: `${deps.publicUrl}/account`,
      },
    ],
    footer: [
      `If it was not you, set a new password at once: ${deps.publicUrl}/sign-in/forgotten, then look at ` +
        "your devices and ways to sign in, and tell your organisation's administrator.",
    ],
    unsubscribe: null,
  });
  await deps.db.withOrg(systemViewer(organizationId, key), (tx) =>
    queueMail(tx, {
      ...{ organizationId, providerId: null, reader: { userId, partyId: organizationId } },
      to: { name: person.name, address: person.email },
      ...{ kind: "account_notice", key, content, unsubscribe: null, now: deps.clock.now() },
    }),
  );
}
