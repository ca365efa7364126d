import { describe, expect, test } from "vitest";
import { InvalidInput } from "../../shared/refusals.ts";
import { beginSampleSchema, drawSampleSchema, scoreItemSchema, scoreUnder } from "./sample.input.ts";

const begin = { engagementId: "e", levelId: "l", month: "2026-10", words: null };
const score = { sampleId: "s", position: 0, errors: 0 };
type Schema = typeof beginSampleSchema | typeof drawSampleSchema | typeof scoreItemSchema;
const says = (schema: Schema, value: object) =>
  schema.safeParse(value).error?.issues.map((one) => one.message) ?? [];
const MONTH = "Write a month such as 2026-10.";
const count = (what: string) => `Write the ${what} as a whole number from 0 to 1,000,000.`;

test.each<[string, object, string[]]>([
  ["as it is", {}, []],
  ["without words", { words: undefined }, []],
  ["with 200 characters", { words: "x".repeat(200) }, []],
  ["with more", { words: "x".repeat(201) }, ["Keep your words within 200 characters."]],
  ["of no month", { month: "2026-00" }, [MONTH]],
  ["of a month and more", { month: "2026-101" }, [MONTH]],
  ["of a month after something", { month: "x2026-10" }, [MONTH]],
  ["of another age", { month: "1026-10" }, [MONTH]],
])("a draw is begun %s", (_name, change, messages) => {
  expect(says(beginSampleSchema, { ...begin, ...change })).toEqual(messages);
});

test("words are trimmed, a level's name has its length, and nothing else is taken", () => {
  expect(beginSampleSchema.parse({ ...begin, words: " mine " }).words).toBe("mine");
  expect(beginSampleSchema.safeParse({ ...begin, levelId: "l".repeat(120) }).success).toBe(true);
  expect(beginSampleSchema.safeParse({ ...begin, levelId: "l".repeat(121) }).success).toBe(false);
  expect(beginSampleSchema.safeParse({ ...begin, more: 1 }).success).toBe(false);
  expect(drawSampleSchema.safeParse({ sampleId: "s", words: "x" }).success).toBe(true);
  expect(drawSampleSchema.safeParse({ sampleId: "s", more: 1 }).success).toBe(false);
  expect(scoreItemSchema.safeParse({ ...score, more: 1 }).success).toBe(false);
});

test.each<[string, object, string[]]>([
  ["as it is", {}, []],
  ["with a note", { note: "n".repeat(2000) }, []],
  ["with too long a note", { note: "n".repeat(2001) }, ["Keep the note within 2,000 characters."]],
  ["at no place", { position: -1 }, ["Say which item of the sample."]],
  ["with the most errors", { errors: 1_000_000 }, []],
  ["with more", { errors: 1_000_001 }, [count("errors")]],
  ["with fewer than none", { errors: -1 }, [count("errors")]],
  ["with half an error", { errors: 0.5 }, [count("errors")]],
  ["with errors in words", { errors: "two" }, [count("errors")]],
  ["without units", { units: null }, []],
  ["with half a unit", { units: 0.5 }, [count("units")]],
])("a score is written %s", (_name, change, messages) => {
  expect(says(scoreItemSchema, { ...score, ...change })).toEqual(messages);
});

describe("a score counts as the plan does", () => {
  const items = { unit: "item", unitsPerItem: 1 } as const;
  const lines = { unit: "line", unitsPerItem: 12 } as const;
  type Given = Parameters<typeof scoreUnder>;
  const issue = (...given: Given) => {
    try {
      scoreUnder(...given);
      return null;
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      return error.issues[0];
    }
  };

  test("with the units that were given, or those that the plan says", () => {
    expect(scoreUnder(items, { errors: 1 })).toEqual({ errors: 1, units: 1 });
    expect(scoreUnder(lines, { errors: 0 })).toEqual({ errors: 0, units: 12 });
    expect(scoreUnder(lines, { errors: 3, units: 3 })).toEqual({ errors: 3, units: 3 });
    expect(scoreUnder(lines, { errors: 2, units: null })).toEqual({ errors: 2, units: 12 });
  });

  test.each<[string, Given, string, string]>([
    ["no unit", [lines, { errors: 0, units: 0 }], "units", "An item has at least one unit."],
    [
      "an item in parts",
      [items, { errors: 0, units: 2 }],
      "units",
      "Where items are counted, an item is one unit.",
    ],
    [
      "an item wrong twice",
      [items, { errors: 2 }],
      "errors",
      "Write 1 where the item is wrong and 0 where it is right.",
    ],
    ["more errors than lines", [lines, { errors: 13 }], "errors", "There are only 12 lines in this item."],
  ])("and never %s", (_name, given, field, message) => {
    expect(issue(...given)).toMatchObject({ field, message });
  });
});
