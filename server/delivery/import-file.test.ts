import { expect, test } from "vitest";
import { InvalidInput } from "../../domain/shared/refusals.ts";
import { parseImportText } from "./import-file.ts";

const columns = (n: number) => Array.from({ length: n }, (_, index) => `c${index}`).join(",");

test("a file of 500 columns is read and one of 501 is refused", () => {
  expect(parseImportText(`${columns(500)}\n1,2\n`).header).toHaveLength(500);
  expect(() => parseImportText(`${columns(501)}\n1,2\n`)).toThrow(InvalidInput);
});

test("a file of 300,000 columns is refused before the columns are compared", () => {
  const text = `${columns(300_000)}\n1,2\n`;
  expect(() => parseImportText(text)).toThrow(InvalidInput);
});
