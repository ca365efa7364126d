/** The fewest characters of a password that stands alone, and of one with a second factor beside it. */
export const MIN_PASSWORD = { alone: 15, beside: 8 } as const;
/** Long enough for a sentence; more would only cost us work. */
export const MAX_PASSWORD = 200;
/** How many characters must be left once everything has gone that a stranger knows of the person. */
const MIN_REST = { alone: 8, beside: 6 } as const;

export type PasswordFacts = {
  password: string;
  hasSecondFactor: boolean;
  /** Name, e-mail and organisation of the person, whole; they are taken apart here. */
  context: readonly string[];
};

/**
 * Why a password is not taken, as a sentence; null where length and context allow it. No kind of character is
 * asked for, and any is welcome (NIST SP 800-63B, 3.1.1.2): how easily it is guessed is looked at elsewhere.
 */
export function passwordProblem({ password, hasSecondFactor, context }: PasswordFacts): string | null {
  const length = [...password].length;
  const beside = hasSecondFactor ? "beside" : "alone";
  if (length < MIN_PASSWORD[beside])
    return hasSecondFactor
      ? `Use at least ${MIN_PASSWORD.beside} characters.`
      : `Use at least ${MIN_PASSWORD.alone} characters, for example four or five words. With a second step ` +
          `${MIN_PASSWORD.beside} are enough.`;
  if (length > MAX_PASSWORD) return `Keep it within ${MAX_PASSWORD} characters.`;
  if (restOf(password, context) < MIN_REST[beside])
    return "It is mostly your name, your e-mail or ours. Use something that nobody would expect of you.";
  return null;
}

/** How many letters and digits are left of a password without the words of its context. */
function restOf(password: string, context: readonly string[]): number {
  const words = [...context, "engine room", "engineroom"]
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .map(plain)
    .filter((word) => word.length >= 4)
    .sort((left, right) => right.length - left.length);
  let rest = plain(password);
  for (const word of words) rest = rest.replaceAll(word, "");
  return [...rest].length;
}

/** Letters and digits alone, small, without accents: "Zieliński" and "zielinski" are one word. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ł", "l")
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}
