import { describe, expect, test } from "vitest";
import type { LintWorld } from "./clock-condition-faults.ts";
import { clockFaults } from "./clock-lint.ts";
import { clockPresets } from "./clock-presets.ts";
import { type ClockCondition, type ClockRules, clockRulesSchema } from "./clock-rules.ts";
import { parseCondition } from "./clock-text.ts";
import { rulesInWords } from "./clock-words.ts";

const world: LintWorld = {
  types: ["incident", "service_request"],
  priorities: ["P1", "P2", "P3"],
  promised: ["P1", "P2", "P3"],
  sites: ["berlin"],
};

const said = (text: string): ClockCondition => {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return parsed.condition;
};

type Written = Partial<Record<"start" | "pause" | "resume" | "stop" | "reset" | "cancel", string>>;
const rulesOf = (written: Written, more: Partial<ClockRules> = {}): ClockRules => {
  const plain = { start: "event is start", stop: "state is resolved, closed", ...written };
  const read = Object.entries(plain).map(([name, text]) => [name, said(text)]);
  return clockRulesSchema.parse({ ...Object.fromEntries(read), ...more });
};
const codes = (written: Written, more: Partial<ClockRules> = {}) =>
  clockFaults(rulesOf(written, more), world).map(({ code, conditions }) => [code, ...conditions].join(" "));

describe("a rule set that works has no fault", () => {
  test.each(clockPresets(["P1", "P2", "P3"]).map((preset) => [preset.name, preset.rules]))(
    "%s",
    (_name, rules) => {
      expect(clockFaults(rules, world)).toEqual([]);
      expect(clockRulesSchema.parse(rules)).toEqual(rules);
    },
  );

  test.each<[string, Written, Partial<ClockRules>]>([
    [
      "by states",
      { start: "state is open, in_progress, waiting", pause: "state is waiting" },
      { cancelWhenStartEnds: true },
    ],
    [
      "with overlapping start and pause",
      { start: "priority is P1", pause: "waiting on is buyer" },
      { cancelWhenStartEnds: true },
    ],
    ["with a resume of its own", { pause: "event is pause", resume: "event is resume" }, {}],
    ["of one site", { start: "site is berlin", cancel: "not (site is berlin) and tag is moved" }, {}],
  ])("%s", (_name, written, more) => {
    expect(codes(written, more)).toEqual([]);
  });
});

describe("the traps", () => {
  test.each<[string, Written, Partial<ClockRules>, string]>([
    [
      "start implied by stop",
      { start: "state is resolved", stop: "state is resolved, closed" },
      {},
      "never_starts start stop",
    ],
    ["start implied by cancel", { cancel: "state is open" }, {}, "never_starts start cancel"],
    [
      "start implied by both together",
      { start: "priority is P1, P2", stop: "priority is P1", cancel: "priority is P2" },
      {},
      "never_starts start stop cancel",
    ],
    [
      "a stop at the opening alone",
      { stop: "event is start", start: "state is in_progress" },
      {},
      "never_stops stop",
    ],
    [
      "a stop that is always a cancel",
      { cancel: "state is resolved, closed, cancelled" },
      {},
      "never_stops stop cancel",
    ],
    [
      "a start that excludes the pause",
      { start: "state is open, in_progress", pause: "state is waiting" },
      { cancelWhenStartEnds: true },
      "cancels_instead_of_pausing start pause",
    ],
    [
      "a cancel wherever it pauses",
      { pause: "waiting on is buyer", cancel: "state is waiting" },
      {},
      "cancels_instead_of_pausing pause cancel",
    ],
    ["a pause wherever it stops", { pause: "state is resolved" }, {}, "never_pauses pause stop"],
    [
      "a resume inside the pause",
      { pause: "state is waiting", resume: "waiting on is buyer" },
      {},
      "never_resumes pause resume",
    ],
    [
      "a pause that ends only in a stop",
      { pause: "state is open, in_progress, waiting, cancelled", start: "priority is P1" },
      {},
      "never_resumes pause stop",
    ],
    ["a pause for a moment", { pause: "event is pause" }, {}, "pauses_for_a_moment pause resume"],
    [
      "a pause from the beginning",
      { start: "state is waiting", pause: "state is waiting" },
      {},
      "starts_paused start pause",
    ],
    ["a start that ends at once", {}, { cancelWhenStartEnds: true }, "cancels_at_once start cancel"],
    ["a reset wherever it stops", { reset: "state is closed" }, {}, "never_resets reset stop"],
    ["a resume without a pause", { resume: "event is resume" }, {}, "resume_without_pause resume pause"],
    [
      "parts that exclude each other",
      { pause: "state is open and waiting on is buyer" },
      {},
      "contradiction pause",
    ],
    [
      "an event that does not fit its state",
      { pause: "event is resume and state is waiting" },
      {},
      "contradiction pause",
    ],
    ["a value and its opposite", { cancel: "tag is a and not (tag is a, b)" }, {}, "contradiction cancel"],
    ["an event nobody knows", { start: "event is begin" }, {}, "unknown_value start"],
    ["a priority without a time", { start: "priority is P9" }, {}, "unknown_value start"],
    ["a kind of work of another level", { pause: "type is problem" }, {}, "unknown_value pause"],
    ["a site of another contract", { cancel: "site is paris" }, {}, "unknown_value cancel"],
    ["no time for the asked priorities", { start: "priority is none" }, {}, "never_starts start"],
  ])("%s", (_name, written, more, expected) => {
    expect(codes(written, more)).toContain(expected);
  });

  test("the words name the clashing conditions and parts", () => {
    const [fault] = clockFaults(rulesOf({ pause: "state is open and waiting on is buyer" }), world);
    expect(fault?.message).toBe(
      "Pause can never hold: “state is open” and “waiting on is buyer” exclude each other.",
    );
  });
});

test("the rules in words are sentences of the field", () => {
  const rules = rulesOf(
    {
      start: "priority is P1, P2",
      pause: "waiting on is buyer and not (tag is urgent or state is open)",
      cancel: "tag is duplicate",
    },
    { startFrom: "opening", pauseFrom: "stated", reopen: "stays_stopped", cancelWhenStartEnds: true },
  );
  expect(rulesInWords(rules)).toEqual([
    "Starts when the priority is P1 or P2, and then counts from the opening of the work.",
    "Pauses while the work waits for the buyer and not: (the work is tagged “urgent” or the work is open); " +
      "the pause counts from the moment that is stated with it.",
    "Runs on as soon as it no longer has to pause.",
    "Stops when the work is resolved or closed.",
    "Is cancelled, and counts for nobody, when the work is tagged “duplicate”.",
    "Is cancelled as soon as what started it is no longer true.",
    "When the work is reopened, this clock stays stopped.",
  ]);
});

test("conditions that name too many values are refused before anything is searched", () => {
  const tags = Array.from({ length: 9 }, (_, n) => `t${n}`);
  const rules = { start: { field: "tag", in: tags }, stop: { field: "state", in: ["closed"] } };
  expect(clockRulesSchema.safeParse(rules).error?.issues[0]?.message).toContain(
    '8 values of "tag" at most',
  );
});

test("conditions made to keep the search busy are refused", () => {
  const either = (field: "priority" | "site" | "tag", value: string): ClockCondition => ({
    any: [{ field, in: [value] }, { not: { field, in: [value] } }],
  });
  const values = (letter: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${letter}${n}`);
  const priorities = values("priority", 16);
  const sites = values("site", 16);
  const busy = (from: number, to: number) => [
    ...priorities.slice(from, to).map((one) => either("priority", one)),
    ...sites.slice(from, to).map((one) => either("site", one)),
  ];
  // It always holds, which shows only when the last tag is chosen.
  const late: ClockCondition = {
    not: { all: [{ field: "tag", in: ["z"] }, { not: { field: "tag", in: ["z"] } }] },
  };
  const rules = clockRulesSchema.parse({
    start: { all: busy(0, 10) },
    stop: { all: [...busy(10, 16), ...values("tag", 7).map((one) => either("tag", one)), late] },
  });
  expect(clockFaults(rules, { ...world, priorities, promised: null, sites })).toMatchObject([
    { code: "too_involved", conditions: ["start", "stop"] },
  ]);
});
