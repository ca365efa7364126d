const WORDS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

/** "14,020" of 14020. */
export function numberText(count: number): string {
  return count.toLocaleString("en-US");
}

/** "Three" of 3, "14" of 14: small numbers open a sentence as words. */
export function countWord(count: number): string {
  return WORDS[count] ?? numberText(count);
}

/** "Three engagements need you today", "One engagement needs you today", "Nothing needs you today". */
export function needSentence(count: number, thing: { one: string; many: string }): string {
  if (count === 0) return "Nothing needs you today";
  return count === 1
    ? `One ${thing.one} needs you today`
    : `${countWord(count)} ${thing.many} need you today`;
}

/** "1 engagement", "14 engagements". */
export function counted(count: number, thing: string): string {
  return `${numberText(count)} ${thing}${count === 1 ? "" : "s"}`;
}
