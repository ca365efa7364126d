import { type ContestSubject, EXCLUSION_KIND_NAMES, type ExclusionKind } from "./contest.ts";
import type { ContestEffect } from "./item-adjustment.ts";

/** What a contest is called in lists, queues and refusals: "Late input on INC0012". */
export function contestTitle(p: {
  subject: ContestSubject;
  kind: ExclusionKind | null;
  reference: string | null;
  items: number;
}): string {
  const on = p.reference ?? `${p.items} ${p.items === 1 ? "item" : "items"}`;
  switch (p.subject) {
    case "exclusion":
      return p.kind ? `${EXCLUSION_KIND_NAMES[p.kind]}: ${on}` : `Exclusion: ${on}`;
    case "interval":
      return `An interval of ${on}`;
    case "verdict":
      return `The verdict on ${on}`;
    default:
      return p.subject satisfies never;
  }
}

/** What would change, as a sentence. */
export function effectSentence(p: { subject: ContestSubject; effect: ContestEffect }): string {
  const whole = p.subject === "verdict";
  switch (p.effect) {
    case "exclude":
      return whole ? "The work should not count." : "This time should not count.";
    case "count":
      return whole ? "None of its pauses should stop the clock." : "This stretch should count.";
    case "hit":
      return "The work should count as a hit.";
    case "miss":
      return "The work should count as a miss.";
    default:
      return p.effect satisfies never;
  }
}
