/** A message as it goes out; `key` is what it is about, and the same key is the same message. */
export type OutgoingMail = {
  key: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** A one-click link that ends mails of this kind; null for a message that belongs to no list. */
  unsubscribeUrl: string | null;
};

/** The server has said for good that it does not take this message; trying again would change nothing. */
export class MailRefused extends Error {}

/**
 * The way out of the house. `deliver` answers `sent` once the mail server has taken the message, and `kept`
 * where there is no mail server: the message then stays in the person's mailbox page. It throws MailRefused
 * where the server refuses the message for good, and any other error where another try may do; the message
 * may have arrived all the same, and its Message-ID, made of the key, then says that it is the same one.
 */
export type MailPort = {
  deliver: (mail: OutgoingMail) => Promise<"sent" | "kept">;
  close: () => Promise<void>;
};

/** Where no mail server is configured. */
export const mailboxOnly: MailPort = {
  deliver: async () => "kept",
  close: async () => undefined,
};
