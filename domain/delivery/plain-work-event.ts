import type { WaitingOn } from "./import-events.ts";

/** The members that most events have, and no others: texts that are trimmed and within their limits. */
export type PlainEvent = {
  id: string;
  item: string;
  type: string;
  at: string;
  waitingOn?: WaitingOn;
  priority?: string;
  itemType?: string;
  title?: string;
  site?: string;
  reason?: string;
  actor?: string;
};

/** The most characters of each text of an event. */
export const TEXT_LIMITS = {
  id: 200,
  item: 120,
  priority: 40,
  itemType: 60,
  title: 200,
  site: 80,
  reason: 500,
  actor: 120,
} as const;

const limits = new Map<string, number>(Object.entries(TEXT_LIMITS));
const waitedFor = new Set<unknown>(["buyer", "third_party", "provider"]);

/**
 * The event itself where it holds texts alone and all of them are right, which is what nearly every one of
 * ten thousand does; null where it says anything else, or anything wrong, and is read by its schema. Takes a
 * fifth of the schema's time.
 */
export function plainWorkEvent(sent: unknown): PlainEvent | null {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) return null;
  for (const name in sent) {
    const value: unknown = (sent as Record<string, unknown>)[name];
    if (typeof value !== "string") return null;
    const limit = limits.get(name);
    if (limit !== undefined) {
      if (value.length > limit || !isTrimmed(value)) return null;
    } else if (name === "waitingOn") {
      if (!waitedFor.has(value)) return null;
    } else if (name !== "type" && name !== "at") return null;
  }
  const event = sent as Partial<PlainEvent>;
  const { id, item, type, at } = event;
  return id && item && type !== undefined && at !== undefined ? (event as PlainEvent) : null;
}

function isTrimmed(text: string): boolean {
  return isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1));
}

/** No space of any alphabet; also true for the empty text, which has no first character. */
function isPlain(code: number): boolean {
  return !(code <= 32 || code > 126);
}
