import { z } from "zod";
import { ONE_TIME_KINDS } from "../../domain/identity/mail.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import { type Clock, toDate } from "../clock.ts";
import type { Database } from "../db.ts";
import { type MailPort, MailRefused } from "../ports/mail/port.ts";

const payloadSchema = z.object({ key: z.string(), organizationId: z.uuid() });

const ERASED = "This message carried a link that works once; its text was not kept.";

/** Whether what a message said is to be forgotten now that it is out of the house, or never will be. */
function erases(state: string, kind: string): boolean {
  return (state === "sent" || state === "refused") && ONE_TIME_KINDS.includes(kind);
}

type Waiting = {
  id: string;
  kind: string;
  toName: string;
  toAddress: string;
  subject: string;
  bodyText: string;
  bodyHtml: string;
  unsubscribeUrl: string | null;
};

/**
 * Sends a kept message. A mail server that is down or busy is asked again, with growing pauses, for about
 * three days; one that refuses the message for good is not. A message that was taken is never sent again;
 * where the answer was lost on the way it is, under the same Message-ID.
 */
export async function sendMail(
  deps: { db: Database; clock: Clock; mail: MailPort },
  payload: Record<string, unknown>,
): Promise<void> {
  const { key, organizationId } = payloadSchema.parse(payload);
  const viewer = systemViewer(organizationId, `mail:${key}`.slice(0, 100));
  const [mail] = await deps.db.withOrg(
    viewer,
    (tx) =>
      tx.$queryRaw<Waiting[]>`
      update mail_message set attempts = attempts + 1 where key = ${key} and state = 'waiting'
      returning id, kind, to_name as "toName", to_address as "toAddress", subject, body_text as "bodyText",
        body_html as "bodyHtml", unsubscribe_url as "unsubscribeUrl"`,
  );
  if (!mail) return;
  const settle = (state: string, error: string | null) =>
    deps.db.withOrg(
      viewer,
      (tx) => tx.$executeRaw`
      update mail_message set state = ${state}, last_error = ${error},
        sent_at = case when ${state} = 'sent' then ${toDate(deps.clock.now())}::timestamptz end,
        body_text = case when ${erases(state, mail.kind)} then ${ERASED} else body_text end,
        body_html = case when ${erases(state, mail.kind)} then '' else body_html end
      where id = ${mail.id}::uuid and state = 'waiting'`,
    );
  try {
    const outcome = await deps.mail.deliver({
      key,
      to: { name: mail.toName, address: mail.toAddress },
      subject: mail.subject,
      text: mail.bodyText,
      html: mail.bodyHtml,
      unsubscribeUrl: mail.unsubscribeUrl,
    });
    await settle(outcome, null);
  } catch (error) {
    const words = error instanceof Error ? error.message.slice(0, 500) : "failed";
    await settle(error instanceof MailRefused ? "refused" : "waiting", words);
    if (!(error instanceof MailRefused)) throw error;
  }
}
