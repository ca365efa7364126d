import type { Env } from "../env.ts";
import { type MailPort, mailboxOnly } from "../ports/mail/port.ts";
import { smtpMail } from "../ports/mail/smtp.ts";

/** The configured mail server, or none: then mail stays in each person's mailbox page. */
export function bootMail(env: Pick<Env, "SMTP_URL" | "MAIL_FROM">): MailPort {
  const { SMTP_URL: url, MAIL_FROM: from } = env;
  return url && from ? smtpMail({ url, from }) : mailboxOnly;
}
