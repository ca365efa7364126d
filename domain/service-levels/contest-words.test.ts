import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
  AnswerTooLate,
  ChangesNothing,
  ContestedAlready,
  ContestWindowClosed,
  contestMachine,
  EXCLUSION_KIND_NAMES,
  EXCLUSION_KINDS,
  isOver,
  isUndecided,
  NotYetToRule,
  otherSide,
} from "./contest.ts";
import { contestTitle, effectSentence } from "./contest-words.ts";
import { told } from "./test-refusal.ts";

describe("a contest is called", () => {
  test.each<[Parameters<typeof contestTitle>[0], string]>([
    [{ subject: "exclusion", kind: "late_input", reference: "INC1", items: 1 }, "Input came late: INC1"],
    [{ subject: "exclusion", kind: null, reference: "INC1", items: 1 }, "Exclusion: INC1"],
    [
      { subject: "exclusion", kind: "client_caused", reference: null, items: 1 },
      "Caused by the client: 1 item",
    ],
    [
      { subject: "exclusion", kind: "volume_over_forecast", reference: null, items: 12 },
      "Volume over 120 % of the forecast: 12 items",
    ],
    [{ subject: "interval", kind: null, reference: "INC1", items: 1 }, "An interval of INC1"],
    [{ subject: "verdict", kind: null, reference: "INC1", items: 1 }, "The verdict on INC1"],
    [{ subject: "verdict", kind: null, reference: null, items: 0 }, "The verdict on 0 items"],
  ])("%o: %s", (contest, title) => {
    expect(contestTitle(contest)).toBe(title);
  });

  test("by one of the usual reasons", () => {
    expect(EXCLUSION_KINDS.map((kind) => EXCLUSION_KIND_NAMES[kind])).toEqual([
      "Caused by the client",
      "Input came late",
      "Third party under the client's control",
      "Agreed maintenance",
      "Force majeure",
      "Volume over 120 % of the forecast",
    ]);
  });
});

describe("it says", () => {
  test.each<[Parameters<typeof effectSentence>[0], string]>([
    [{ subject: "exclusion", effect: "exclude" }, "This time should not count."],
    [{ subject: "interval", effect: "exclude" }, "This time should not count."],
    [{ subject: "verdict", effect: "exclude" }, "The work should not count."],
    [{ subject: "interval", effect: "count" }, "This stretch should count."],
    [{ subject: "verdict", effect: "count" }, "None of its pauses should stop the clock."],
    [{ subject: "verdict", effect: "hit" }, "The work should count as a hit."],
    [{ subject: "verdict", effect: "miss" }, "The work should count as a miss."],
  ])("%o: %s", (contest, sentence) => {
    expect(effectSentence(contest)).toBe(sentence);
  });
});

describe("what is refused", () => {
  test.each<[Error, string, string, string | undefined]>([
    [
      new ContestWindowClosed("2026-10"),
      "contest_window_closed",
      "The time to claim or contest anything in 2026-10 is over.",
      undefined,
    ],
    [
      new AnswerTooLate(),
      "answer_too_late",
      "The time to answer is over; the account manager rules now.",
      undefined,
    ],
    [
      new NotYetToRule(),
      "not_yet_to_rule",
      "The other side can still answer; the account manager rules after that.",
      undefined,
    ],
    [
      new ChangesNothing(),
      "contest_changes_nothing",
      "Nothing would read otherwise. Choose work, or a stretch of it, that counts otherwise than you say.",
      "from",
    ],
    [
      new ContestedAlready(),
      "contested_already",
      "Somebody has put forward the same already; it is still open.",
      undefined,
    ],
  ])("%s", (error, code, message, field) => {
    expect(told(error)).toEqual({ code, message, field, details: {} });
  });
});

test("there are two sides, and a contest is undecided until one of them or a ruling ends it", () => {
  expect([otherSide("buyer"), otherSide("provider")]).toEqual(["provider", "buyer"]);
  const undecided = contestMachine.states.filter(isUndecided);
  expect(undecided).toEqual(["open", "disputed"]);
  expect(contestMachine.noun).toBe("contest");
});

test("at its deadline it is over", () => {
  const deadline = "2026-11-07T00:00:00Z";
  const at = (text: string) => isOver(deadline, Temporal.Instant.from(text));
  expect([at("2026-11-06T23:59:59.999Z"), at(deadline), at("2026-11-08T00:00:00Z")]).toEqual([
    false,
    true,
    true,
  ]);
});
