import { expect, test } from "vitest";
import { tagsIn } from "./work-words.ts";

test.each([
  ["", []],
  [" , ,", []],
  ["printer", ["printer"]],
  ["printer, floor 2 ,VIP", ["printer", "floor 2", "VIP"]],
])("tags in %j", (written, tags) => {
  expect(tagsIn(written)).toEqual(tags);
});
