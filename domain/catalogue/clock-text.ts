import { CLOCK_FIELDS, type ClockCondition, type ClockField, clockConditionSchema } from "./clock-rules.ts";

export type ParsedCondition = { ok: true; condition: ClockCondition } | { ok: false; message: string };

/**
 * Reads a condition as people write it: `state is open, in_progress and not (waiting on is buyer)`. "not"
 * binds closest, then "and", then "or"; a value with a space or a bracket stands in quotation marks.
 */
export function parseCondition(text: string): ParsedCondition {
  try {
    const condition = new Parser(tokensOf(text)).whole();
    const parsed = clockConditionSchema.safeParse(condition);
    if (parsed.success) return { ok: true, condition: parsed.data };
    return { ok: false, message: parsed.error.issues[0]?.message ?? "This condition cannot be read." };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message };
    throw error;
  }
}

/** The condition as `parseCondition` reads it back. */
export function conditionText(condition: ClockCondition): string {
  return written(condition, "any");
}

const NAMES: Readonly<Record<ClockField, string>> = {
  event: "event",
  type: "type",
  priority: "priority",
  state: "state",
  waitingOn: "waiting on",
  tag: "tag",
  site: "site",
};

function written(one: ClockCondition, inside: "any" | "all" | "not"): string {
  if ("field" in one) return `${NAMES[one.field]} is ${one.in.map(quoted).join(", ")}`;
  if ("not" in one) return `not ${written(one.not, "not")}`;
  const kind = "all" in one ? "all" : "any";
  const parts = "all" in one ? one.all : one.any;
  const text = parts.map((part) => written(part, kind)).join(kind === "all" ? " and " : " or ");
  return inside === "not" || (inside === "all" && kind === "any") ? `(${text})` : text;
}

function quoted(value: string): string {
  const plain = /^[^\s(),"]+$/.test(value) && !KEYWORDS.has(value.toLowerCase());
  return plain ? value : `"${value}"`;
}

class Unreadable extends Error {}

type Token = { text: string; quoted: boolean };

const KEYWORDS = new Set(["and", "or", "not", "is", "waiting", "in"]);
const FIELD_OF = new Map<string, ClockField>(
  CLOCK_FIELDS.flatMap((field) => [
    [field.toLowerCase(), field],
    [NAMES[field].replace(" ", "_"), field],
  ]),
);

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|"([^"]*)"|([(),])|([^\s(),"]+)|(.)/gy;
  for (const [whole, inQuotes, sign, word] of text.matchAll(pattern)) {
    if (inQuotes !== undefined) tokens.push({ text: inQuotes, quoted: true });
    else if (sign ?? word) tokens.push({ text: whole, quoted: false });
    else if (whole.trim() !== "") throw new Unreadable("A quotation mark is not closed.");
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): ClockCondition {
    if (this.#tokens.length === 0) throw new Unreadable("Write a condition.");
    const condition = this.#any();
    const rest = this.#tokens[this.#at];
    if (rest)
      throw new Unreadable(`"${rest.text}" is not expected here; join comparisons by "and" or "or".`);
    return condition;
  }

  #any(): ClockCondition {
    const parts = [this.#all()];
    while (this.#takes("or")) parts.push(this.#all());
    const [only] = parts;
    return parts.length === 1 && only ? only : { any: parts };
  }

  #all(): ClockCondition {
    const parts = [this.#one()];
    while (this.#takes("and")) parts.push(this.#one());
    const [only] = parts;
    return parts.length === 1 && only ? only : { all: parts };
  }

  #one(): ClockCondition {
    this.#depth += 1;
    if (this.#depth > 60) throw new Unreadable("This condition is nested too deep to be read.");
    const found = this.#inner();
    this.#depth -= 1;
    return found;
  }

  #inner(): ClockCondition {
    if (this.#takes("not")) return { not: this.#one() };
    if (this.#takes("(")) {
      const inner = this.#any();
      if (!this.#takes(")")) throw new Unreadable("A bracket is not closed.");
      return inner;
    }
    return this.#comparison();
  }

  #comparison(): ClockCondition {
    const field = this.#field();
    if (!this.#takes("is") && !this.#takes("in"))
      throw new Unreadable(`After "${NAMES[field]}" write "is" and a value.`);
    const negated = this.#takes("not");
    const values = [this.#value(field)];
    while (this.#takes(",") || this.#takesOrValue()) values.push(this.#value(field));
    const atom = { field, in: [...new Set(values)] };
    return negated ? { not: atom } : atom;
  }

  #field(): ClockField {
    const token = this.#tokens[this.#at];
    if (!token) throw new Unreadable("The condition ends too early; a comparison is missing.");
    this.#at += 1;
    if (!token.quoted && token.text.toLowerCase() === "waiting" && this.#takes("on")) return "waitingOn";
    const field = token.quoted ? undefined : FIELD_OF.get(token.text.toLowerCase());
    if (field) return field;
    const names = CLOCK_FIELDS.map((one) => NAMES[one]).join(", ");
    throw new Unreadable(`"${token.text}" is not a field. A condition can ask about ${names}.`);
  }

  #value(field: ClockField): string {
    const token = this.#tokens[this.#at];
    const isWord = token && (token.quoted || !/^[(),]$/.test(token.text));
    if (!token || !isWord || token.text.trim() === "")
      throw new Unreadable(`After "${NAMES[field]} is" a value is missing.`);
    if (token.text.trim().length > 60) throw new Unreadable("A value has 60 characters at most.");
    this.#at += 1;
    return token.text.trim();
  }

  /** "priority is P1 or P2": an "or" before a plain value goes on with the list. */
  #takesOrValue(): boolean {
    const [or, value, after] = this.#tokens.slice(this.#at, this.#at + 3);
    if (!or || or.quoted || or.text.toLowerCase() !== "or" || !value) return false;
    if (!value.quoted) {
      const word = value.text.toLowerCase();
      const isComparison = after && !after.quoted && /^(is|in|on)$/i.test(after.text);
      if (KEYWORDS.has(word) || /^[(),]$/.test(word) || isComparison) return false;
    }
    this.#at += 1;
    return true;
  }

  #takes(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (!token || token.quoted || token.text.toLowerCase() !== text) return false;
    this.#at += 1;
    return true;
  }
}
