import { expect, test } from "vitest";
import { crumbsOf } from "./crumbs.ts";

const handle = { crumbs: ({ title }: { title: string }) => [{ label: title }] };

test("every route that has its data says where the page stands", () => {
  const matches = [
    { handle: undefined, data: {} },
    { handle, data: { title: "Engagement" } },
    { handle, data: { title: "Work" } },
  ];
  expect(crumbsOf(matches)).toEqual([{ label: "Engagement" }, { label: "Work" }]);
});

test.each([undefined, null])("a route whose data is %s says nothing and breaks no page", (data) => {
  expect(crumbsOf([{ handle, data }])).toEqual([]);
});
