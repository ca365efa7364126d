import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** A route of the pages: its address with `$` where something is asked for, and the names that it reads. */
export type Place = { path: string; fields: string[]; values: string[]; acts: boolean };

/**
 * Every route, from the folders that make them, with the names and words of fields in its sources: what a
 * form of it may hold. A new route is here as soon as it is there.
 */
export function places(): Place[] {
  return globSync("app/routes/*/route.{ts,tsx}", { cwd: root })
    .sort()
    .map((file) => {
      const folder = dirname(file);
      const text = globSync(`${folder}/*.{ts,tsx}`, { cwd: root })
        .filter((one) => !/\.test\.|graphql\.ts$/.test(one))
        .map((one) => readFileSync(join(root, one), "utf8"))
        .join("\n");
      return {
        path: addressOf(basename(folder)),
        fields: named(text, /(?:name="|\.get\("|\.getAll\("|text\("|has\(")([\w.[\]-]{1,40})"/g),
        values: named(text, /(?:value="|case "|=== ")([\w:.-]{1,40})"/g),
        acts: /export (async )?(function|const) action/.test(text),
      };
    });
}

/** `_app.engagements.$id_.people` → `/engagements/$/people`. */
function addressOf(folder: string): string {
  const parts = folder.split(".").filter((part) => !/^_(app|index)?$/.test(part));
  return `/${parts.map((part) => (part.startsWith("$") ? "$" : part.replace(/_$/, ""))).join("/")}`;
}

function named(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((found) => found[1] as string))];
}
