/** "2.4 points up" of "+2.4", the way a score went over the months shown. */
export function changeText(change: string | null | undefined): string {
  if (!change) return "too few months for a trend";
  if (/^-?0\.0$/.test(change)) return "unchanged";
  const points = change.replace(/^[+-]/, "");
  return change.startsWith("-") ? `${points} points down` : `${points} points up`;
}
