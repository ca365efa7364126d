import { createTransport } from "nodemailer";
import { messageIdFor } from "../../../domain/identity/mail.ts";
import { type MailPort, MailRefused, type OutgoingMail } from "./port.ts";

/** How long a mail server may keep a worker waiting at each step. */
const PATIENCE_MS = 15_000;

/** Mail by SMTP. `url` is smtp:// (STARTTLS where the server offers it) or smtps://. */
export function smtpMail(p: { url: string; from: string; patienceMs?: number }): MailPort {
  const patience = p.patienceMs ?? PATIENCE_MS;
  const transport = createTransport({
    url: p.url,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    // A text of somebody's is never a path or an address to read from.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver(mail) {
      try {
        await transport.sendMail(asSent(mail, p.from));
        return "sent";
      } catch (error) {
        if (isFinal(error)) throw new MailRefused(wordsOf(error));
        throw error;
      }
    },
    close: async () => transport.close(),
  };
}

function asSent({ key, to, subject, text, html, unsubscribeUrl }: OutgoingMail, from: string) {
  return {
    from,
    to: { name: to.name, address: to.address },
    messageId: messageIdFor(key, from),
    subject,
    text,
    html,
    headers: {
      "Auto-Submitted": "auto-generated",
      ...(unsubscribeUrl
        ? {
            "List-Unsubscribe": `<${unsubscribeUrl}>`,
            // RFC 8058: the mail program may end it with one POST, without opening a page.
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          }
        : {}),
    },
  };
}

/** A 5xx about this recipient or message is final; one about us (sign-in, sender) is somebody's to mend. */
function isFinal(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: number; command?: string };
  return (responseCode ?? 0) >= 500 && (command === "RCPT TO" || command === "DATA");
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 500) : "refused";
}
