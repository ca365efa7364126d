/** The groups in their order, as headings. */
export const GROUP_WORDS: readonly (readonly [group: string, words: string])[] = [
  ["breached", "Past the limit"],
  ["hour", "Within the hour"],
  ["four_hours", "Within four hours"],
  ["today", "Later today"],
  ["week", "Later this week"],
  ["later", "After this week"],
  ["paused", "Clock stands still"],
];

export const HOLDERS: readonly (readonly [holder: string, words: string])[] = [
  ["provider", "Provider"],
  ["buyer", "Buyer"],
  ["third_party", "Third party"],
];

export function groupWord(group: string): string {
  return GROUP_WORDS.find(([one]) => one === group)?.[1] ?? group;
}

export function holderWord(holder: string): string {
  return HOLDERS.find(([one]) => one === holder)?.[1] ?? holder;
}

/** Counting stops at a thousand. */
export function countWord(n: number): string {
  return n >= 1000 ? "1,000 or more" : String(n);
}
