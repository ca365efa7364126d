type Direction = string;

/** What a level's second border is called: a floor where more is better, a limit where less is. */
export function borderWord(direction: Direction): "minimum" | "limit" {
  return direction === "higher" ? "minimum" : "limit";
}

/** How a figure stands to its level, in the words of the level's direction. */
export function standingWord(status: string, direction: Direction): string {
  const higher = direction === "higher";
  switch (status) {
    case "met":
      return "on target";
    case "missed":
      return higher ? "below target" : "above target";
    case "failed":
      return higher ? "below minimum" : "over the limit";
    case "excused":
      return "too few to count";
    default:
      return "no data";
  }
}

/** "95 %" or "at most 5 %". */
export function targetText(level: { direction: Direction; target: string; unit?: string }): string {
  const amount = `${level.target} ${level.unit ?? "%"}`;
  return level.direction === "higher" ? amount : `at most ${amount}`;
}

/** The first letter as a sentence begins. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
