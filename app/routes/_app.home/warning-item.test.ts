import { expect, test } from "vitest";
import { lastOfEachClock } from "./warning-item.tsx";

const warning = (id: string, workItemId: string | null, levelName = "Resolved in time") => ({
  id,
  workItemId,
  levelName,
});

test("of a clock that warned twice the last is shown, of other clocks and of breaches each", () => {
  const shown = lastOfEachClock([
    warning("ran out", "a"),
    warning("90", "a"),
    warning("another clock", "a", "Answered in time"),
    warning("another item", "b"),
    warning("a breach", null),
    warning("another breach", null),
  ]);
  expect(shown.map(({ id }) => id)).toEqual([
    "ran out",
    "another clock",
    "another item",
    "a breach",
    "another breach",
  ]);
});
