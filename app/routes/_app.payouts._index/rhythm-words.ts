const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/** "every Tuesday", as people say it. */
export function rhythmWords({ rhythm, runDay }: { rhythm: string; runDay: number }): string {
  if (rhythm === "weekly") return `every ${WEEKDAYS[runDay - 1] ?? "week"}`;
  return rhythm === "monthly" ? `on day ${runDay} of the month` : "each as soon as it is due";
}
