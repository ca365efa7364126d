import fc from "fast-check";
import pg from "pg";
import { expect, test } from "vitest";
import { hexText, listText } from "./list-text.ts";

const TEXT_LIST: number = 1009;
/** As the driver reads a list that PostgreSQL sends, which is the same form. */
const read = (text: string): unknown => pg.types.getTypeParser(TEXT_LIST)(text);
const column = (values: readonly (string | number | null)[]) => listText(values, (value) => value);

test.each([
  [["a", "b"], "{a,b}"],
  [["two words", "", "a,b", "{}"], '{"two words","","a,b","{}"}'],
  [['say "hi"', "C:\\temp"], '{"say \\"hi\\"","C:\\\\temp"}'],
  [["null", "NULL", null, "nullable"], '{"null","NULL",NULL,nullable}'],
  [[1, -2.5, null], "{1,-2.5,NULL}"],
  [[null, null], "{}"],
  [[], "{}"],
])("%j is written %s", (values, text) => {
  expect(column(values)).toBe(text);
});

test("is read as what was written, whatever the texts hold", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.string()), { minLength: 1 }),
      (texts) => {
        expect(read(column(texts))).toEqual(texts);
        expect(read(column([...texts, null]))).toEqual([...texts, null]);
      },
    ),
  );
});

test("bytes are written in hexadecimal digits, those of a part of a buffer alone", () => {
  expect(hexText(Uint8Array.of(0, 1, 254, 255).subarray(1, 3))).toBe("01fe");
  expect(hexText(null)).toBe(null);
});
