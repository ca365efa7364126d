import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClockMoment, holds } from "./clock-moment.ts";
import type { ClockCondition } from "./clock-rules.ts";
import { type ClockWorld, choicesOf, covers, momentWhere } from "./clock-satisfiable.ts";
import { conditionText, parseCondition } from "./clock-text.ts";

const world: ClockWorld = {
  types: ["incident", "service_request"],
  priorities: ["P1", "P2", "P3"],
  sites: ["berlin"],
};

const said = (text: string): ClockCondition => {
  const parsed = parseCondition(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`);
  return parsed.condition;
};

const atom: fc.Arbitrary<ClockCondition> = fc.oneof(
  fc.record({
    field: fc.constant("state" as const),
    in: values("open", "waiting", "resolved", "in_progress"),
  }),
  fc.record({
    field: fc.constant("event" as const),
    in: values("start", "pause", "resume", "stop", "update"),
  }),
  fc.record({ field: fc.constant("waitingOn" as const), in: values("buyer", "provider", "nobody") }),
  fc.record({ field: fc.constant("priority" as const), in: values("P1", "P2", "none") }),
  fc.record({ field: fc.constant("tag" as const), in: values("a", "b", "c d") }),
  fc.record({ field: fc.constant("type" as const), in: values("incident", "service_request") }),
  fc.record({ field: fc.constant("site" as const), in: values("berlin", "none") }),
);
const { condition } = fc.letrec<{ condition: ClockCondition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    atom,
    fc.record({ all: fc.array(tie("condition"), { minLength: 2, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { minLength: 2, maxLength: 3 }) }),
    fc.record({ not: tie("condition") }),
  ),
}));

function values(...all: string[]) {
  return fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 3 });
}

/** Every moment there is, counted out one by one. */
function everyMoment(of: ClockCondition): ClockMoment[] {
  let all: ClockMoment[] = [
    { event: "", type: "incident", priority: "none", state: "", waitingOn: "", tags: [], site: "none" },
  ];
  for (const choice of choicesOf(of, world))
    all = all.flatMap((moment) => {
      if (choice.kind === "standing") return choice.options.map((standing) => ({ ...moment, ...standing }));
      if (choice.kind === "field") return choice.options.map((one) => ({ ...moment, [choice.field]: one }));
      return choice.options.map((has) =>
        has ? { ...moment, tags: [...moment.tags, choice.tag] } : moment,
      );
    });
  return all;
}

describe("the search", () => {
  test("finds a moment exactly where counting all of them finds one, and it is a true one", () => {
    fc.assert(
      fc.property(condition, (one) => {
        const found = momentWhere(one, world);
        expect(found !== null).toBe(everyMoment(one).some((moment) => holds(one, moment)));
        if (found) expect(holds(one, found)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("says that one covers another exactly where no moment tells them apart", () => {
    fc.assert(
      fc.property(condition, condition, (one, other) => {
        const apart = everyMoment({ all: [one, other] }).some(
          (moment) => holds(one, moment) && !holds(other, moment),
        );
        expect(covers(other, one, world)).toBe(!apart);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a condition as text", () => {
  test("is read back as it was meant, and written the same again", () => {
    fc.assert(
      fc.property(condition, (one) => {
        const text = conditionText(one);
        const back = said(text);
        for (const moment of everyMoment(one).slice(0, 400))
          expect(holds(back, moment)).toBe(holds(one, moment));
        expect(said(conditionText(back))).toEqual(back);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    [
      "priority is P1 or P2 or tag is x",
      {
        any: [
          { field: "priority", in: ["P1", "P2"] },
          { field: "tag", in: ["x"] },
        ],
      },
    ],
    ["state is not open", { not: { field: "state", in: ["open"] } }],
    [
      'Waiting on IS buyer AND NOT tag is "big one"',
      { all: [{ field: "waitingOn", in: ["buyer"] }, { not: { field: "tag", in: ["big one"] } }] },
    ],
  ])("reads %s", (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test.each([
    ["", "Write a condition."],
    ["state is", 'After "state is" a value is missing.'],
    ["state open", 'After "state" write "is" and a value.'],
    [
      "colour is red",
      '"colour" is not a field. A condition can ask about event, type, priority, state, waiting on, tag, site.',
    ],
    ["(state is open", "A bracket is not closed."],
    ['tag is "x', "A quotation mark is not closed."],
    ["state is open tag is x", '"tag" is not expected here; join comparisons by "and" or "or".'],
    ["state is open and", "The condition ends too early; a comparison is missing."],
    [`${"not ".repeat(80)}tag is x`, "This condition is nested too deep to be read."],
    [
      Array.from({ length: 41 }, (_, n) => `tag is t${n % 3}`).join(" and "),
      "A condition has 40 comparisons at most.",
    ],
  ])("refuses %s", (text, message) => {
    expect(parseCondition(text)).toEqual({ ok: false, message });
  });
});
