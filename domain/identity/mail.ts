import { sha256Hex } from "../shared/sha256.ts";

/** What a person may not want by mail. What is not in the list, such as an invitation, always goes out. */
export const MAIL_KINDS = {
  clock_50: "Half of a target used",
  clock_75: "75 % of a target used",
  clock_90: "90 % of a target used",
  clock_predicted: "A breach is foreseen",
  clock_breach: "A target has run out",
  breach: "A month below target, and what is done about it",
  escalation: "An overdue or repeated breach",
  termination: "A termination trigger that is reached",
  ending: "A notice that ends a contract",
} as const;
export type MailKind = keyof typeof MAIL_KINDS;

/** Mails that carry a link which works once: their text is not kept after they went out. */
export const ONE_TIME_KINDS: readonly string[] = ["invitation", "password_reset", "email_change"];

export function isMailKind(text: string): text is MailKind {
  return Object.hasOwn(MAIL_KINDS, text);
}

/**
 * One matter of a mail: what happened, where it can be read. The reader's rights decide there, not the mail.
 */
export type MailMatter = { title: string; text: string; url: string };

export type MailContent = { subject: string; text: string; html: string };

/**
 * A mail in plain text and in simple HTML that says the same. It names matters and links to them; figures and
 * texts of the work itself stay behind the sign-in.
 */
export function mailContent(p: {
  name: string;
  subject: string;
  matters: readonly MailMatter[];
  footer: readonly string[];
  unsubscribe: { words: string; url: string } | null;
}): MailContent {
  const stop = p.unsubscribe ? [`${p.unsubscribe.words}: ${p.unsubscribe.url}`] : [];
  const blocks = p.matters.map(({ title, text, url }) => [oneLine(title), oneLine(text), url].join("\n"));
  const text = [`Hello ${oneLine(p.name)},`, ...blocks, [...p.footer, ...stop].join("\n")].join("\n\n");
  return { subject: oneLine(p.subject).slice(0, 200), text: `${text}\n`, html: htmlOf(p) };
}

function htmlOf(p: Parameters<typeof mailContent>[0]): string {
  const matters = p.matters.map(
    ({ title, text, url }) =>
      `<p><a href="${escaped(url)}"><strong>${escaped(title)}</strong></a><br>${escaped(text)}</p>`,
  );
  const stop = p.unsubscribe
    ? [`<a href="${escaped(p.unsubscribe.url)}">${escaped(p.unsubscribe.words)}</a>`]
    : [];
  const foot = [...p.footer.map(escaped), ...stop].join("<br>");
  return [
    '<!doctype html><html lang="en"><meta charset="utf-8">',
    '<body style="font:16px/1.5 sans-serif;max-width:38em;margin:0 auto;padding:16px">',
    `<p>Hello ${escaped(p.name)},</p>`,
    ...matters,
    `<p style="font-size:14px">${foot}</p></body></html>`,
  ].join("\n");
}

function escaped(text: string): string {
  const names: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return oneLine(text).replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}

/** No text of a person's ends a header or a line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

/**
 * The Message-ID of whatever is known under a key: sent again it has the same one, and a receiving server
 * may know it for the same message. The domain is the sender's.
 */
export function messageIdFor(key: string, from: string): string {
  const domain = /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? "engine-room.invalid";
  return `<${sha256Hex(key).slice(0, 40)}@${domain}>`;
}
