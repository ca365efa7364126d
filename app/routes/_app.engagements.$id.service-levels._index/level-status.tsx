import { capitalised, standingWord } from "../../components/level-words.ts";
import { Status, type StatusTone } from "../../components/status.tsx";

const TONES: Record<string, StatusTone> = {
  met: "met",
  missed: "risk",
  failed: "breached",
  excused: "held",
};

/** How a month's figure stands to what was promised, in shape and word. */
export function LevelStatus({
  level,
}: {
  level: { status: string; direction: string; reason?: string | null };
}) {
  // An excused month without a sample has not too few items: nobody has counted any.
  if (level.reason?.startsWith("Not scored"))
    return <Status tone={level.status === "excused" ? "held" : "breached"}>Not scored</Status>;
  const words = level.status === "met" ? "met" : standingWord(level.status, level.direction);
  return <Status tone={TONES[level.status] ?? "neutral"}>{capitalised(words)}</Status>;
}
