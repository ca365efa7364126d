const CUT = "[cut]";

/** Names of fields whose values no log shows, in whatever way they are written. */
const SECRET_NAME = new RegExp(
  "^(password|passphrase|secret|token|cookie|authorization|signature|code|recovery_?codes?|totp|otp|" +
    "(bank_?)?account(_?number)?|iban|bic|sort_?code|routing_?number|vat_?number|tax_?(id|number)|" +
    "(national|identity|social_?security|passport)_?(id|number)|ssn|date_?of_?birth|birth_?date|" +
    "diagnosis|medical|wages|set-cookie|x-api-key)$",
  "i",
);

const DEEPEST = 6;

/** A log entry's fields without those whose name says that they are secret, however deep they lie. */
export function withoutSecrets(entry: Record<string, unknown>): Record<string, unknown> {
  return cut(entry, 0) as Record<string, unknown>;
}

function cut(value: unknown, depth: number): unknown {
  if (Array.isArray(value)) return depth < DEEPEST ? value.map((one) => cut(one, depth + 1)) : CUT;
  // An error and any other object of a class is written by its own rule; the finished line is read below.
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  if (depth >= DEEPEST) return CUT;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, isSecret(name, one) ? CUT : cut(one, depth + 1)]),
  );
}

/** An error's `code` and a path's `number` are words of programs; a secret code is made of digits. */
function isSecret(name: string, value: unknown): boolean {
  if (!SECRET_NAME.test(name) || value === null || value === undefined) return false;
  return name.toLowerCase() !== "code" || /^[\d\s-]{4,}$/.test(String(value));
}

const FORMS: readonly (readonly [form: RegExp, shown: string])[] = [
  // International bank account numbers (ISO 13616), written together or in groups of four.
  [/\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b/g, CUT],
  // VAT numbers as registers write them: a country's letters and eight digits or more.
  [/\b(?:[A-Z]{2}|CHE|ATU)[\dA-Z]{0,3}\d{8,}[A-Z0-9]{0,4}\b/g, CUT],
  // Ours: API keys, secrets of deliveries, Stripe's keys and webhook secrets, sealed fields.
  [/\b(?:er[ksp]?_|sk_(?:live|test)_|rk_(?:live|test)_|whsec_)[\w-]{8,}/g, CUT],
  [/\bv1\.[\w-]{1,32}\.[\w-]{38,}/g, CUT],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${CUT}`],
  [/\b((?:__Host-)?(?:sid|pending)=)[^;"\\\s]+/g, `$1${CUT}`],
  // A link that was mailed works for whoever reads it.
  [/([?&](?:token|secret|code|key)=)[^&"\\\s]+/gi, `$1${CUT}`],
  // An authenticator app's address carries its secret.
  [/otpauth:\/\/[^"\\\s]+/g, CUT],
  // Who somebody is stays out; at which company helps whoever reads the log.
  [/[\w.+-]{1,64}@([\w-]+(?:\.[\w-]+)+)/g, `${CUT}@$1`],
];

/** A finished line without what has the form of a secret, wherever in it: a message, an error, a stack. */
export function withoutSecretsInText(line: string): string {
  return FORMS.reduce((text, [form, shown]) => text.replace(form, shown), line);
}
