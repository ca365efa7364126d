import type { ServerBuild } from "@remix-run/node";

type Routes = Record<string, { id: string; parentId?: string | undefined; path?: string | undefined }>;

/**
 * The build with the routes that an address may lead to, by the address's first word. Remix ranks and
 * compiles every route it is given anew for each request, some of them three times, so it is given the
 * five or ten that can match. Any other address gets the whole build.
 */
export function sectionsOf(build: ServerBuild): (pathname: string) => ServerBuild {
  const words = new Map(Object.values(build.routes).map(({ id }) => [id, firstWord(build.routes, id)]));
  const sections = new Map<string, ServerBuild>();
  for (const word of new Set(words.values()))
    if (/^[\w-]+$/.test(word)) sections.set(word, sectionOf(build, { word, words }));
  return (pathname) => sections.get(wordOf(pathname)) ?? build;
}

/** "catalogue" of "/Catalogue/1" and of "/catalogue.data", by which a page's data alone is asked for. */
function wordOf(pathname: string): string {
  return (pathname.split("/", 2)[1] ?? "").replace(/\.data$/, "").toLowerCase();
}

function sectionOf(build: ServerBuild, p: { word: string; words: Map<string, string> }): ServerBuild {
  const kept = new Set<string>();
  for (const { id } of Object.values(build.routes)) {
    const own = p.words.get(id) ?? "";
    if (own === p.word || !/^[\w-]+$/.test(own))
      for (const one of [id, ...ancestors(build.routes, id)]) kept.add(one);
  }
  const only = <Route>(routes: Record<string, Route>) =>
    Object.fromEntries(Object.entries(routes).filter(([id]) => kept.has(id)));
  return {
    ...build,
    routes: only(build.routes),
    assets: { ...build.assets, routes: only(build.assets.routes) },
  };
}

/** The first word of a route's whole path; empty at the root, ":id" or "*" where any word may stand. */
function firstWord(routes: Routes, id: string): string {
  const paths = [id, ...ancestors(routes, id)].map((one) => routes[one]?.path ?? "").reverse();
  return paths.join("/").split("/").find(Boolean)?.toLowerCase() ?? "";
}

function ancestors(routes: Routes, id: string): string[] {
  const parent = routes[id]?.parentId;
  return parent === undefined ? [] : [parent, ...ancestors(routes, parent)];
}
