import type { Env } from "../env.ts";
import { type MailPort, mailboxOnly } from "../ports/mail/port.ts";

/**
 * The configured mail server, or none: then mail stays in each person's mailbox page, and the library for
 * mail stays out of memory.
 */
export async function bootMail(env: Pick<Env, "SMTP_URL" | "MAIL_FROM">): Promise<MailPort> {
  const { SMTP_URL: url, MAIL_FROM: from } = env;
  if (!url || !from) return mailboxOnly;
  const { smtpMail } = await import("../ports/mail/smtp.ts");
  return smtpMail({ url, from });
}
