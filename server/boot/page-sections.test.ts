import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "react-router-dom";
import { expect, test } from "vitest";
import { sectionsOf } from "./page-sections.ts";

const ROUTES: [id: string, parentId: string | undefined, path: string | undefined][] = [
  ["root", undefined, ""],
  ["index", "root", undefined],
  ["sign-in", "root", "sign-in"],
  ["app", "root", undefined],
  ["catalogue", "app", "catalogue"],
  ["listing", "app", "catalogue/:id"],
  ["engagement", "app", "engagements/:id"],
  ["work", "engagement", "work"],
  ["anything", "app", "*"],
];

const build = {
  routes: Object.fromEntries(ROUTES.map(([id, parentId, path]) => [id, routeOf(id, parentId, path)])),
  assets: { version: "1", routes: Object.fromEntries(ROUTES.map(([id]) => [id, { id }])) },
} as unknown as ServerBuild;

function routeOf(id: string, parentId: string | undefined, path: string | undefined) {
  return { id, parentId, path, index: id === "index" ? true : undefined };
}

type Node = { id: string; path: string | undefined; children: Node[] };

function tree(routes: ServerBuild["routes"], parentId?: string): Node[] {
  return Object.values(routes)
    .filter((one) => one.parentId === parentId)
    .map(({ id, path, index }) => {
      const children = tree(routes, id);
      return index ? { id, index, path, children: undefined as never } : { id, path, children };
    });
}

const matched = (routes: ServerBuild["routes"], path: string) =>
  matchRoutes(tree(routes), path)?.map((one) => one.route.id);

test.each([
  "/",
  "/sign-in",
  "/catalogue",
  "/Catalogue",
  "/catalogue/",
  "/catalogue/1",
  "/catalogue/1/2",
  "/engagements/1",
  "/engagements/1/work",
  "/engagements",
  "/nowhere",
  "/%63atalogue",
  "//catalogue",
])("%s leads where it leads with every route", (path) => {
  expect(matched(sectionsOf(build)(path).routes, path)).toEqual(matched(build.routes, path));
});

test("a section has its own routes, those for any word, and those above them", () => {
  const section = sectionsOf(build)("/catalogue/1");
  const ids = ["root", "index", "app", "catalogue", "listing", "anything"];
  expect(Object.keys(section.routes)).toEqual(ids);
  expect(Object.keys(section.assets.routes)).toEqual(ids);
});

test("data alone comes from the page's section, and any other address from the whole build", () => {
  const sectionFor = sectionsOf(build);
  expect(sectionFor("/catalogue.data")).toBe(sectionFor("/catalogue"));
  for (const path of ["/", "/_root.data", "/__manifest", "/nowhere", "/:id", "/*"])
    expect(sectionFor(path)).toBe(build);
});
