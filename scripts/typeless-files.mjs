// Node takes the types off a file each time it loads one, and the program that does it stays in memory with
// what it needs: 18 MB of the server. So it is done once, beside the generated files, and the server loads
// the result of every file that is still the one it was made of.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const FOLDERS = ["domain", "server", "graphql", "prisma", "stripe-stand-in"];

/** Where the files of a checkout lie without their types. */
export const typelessFolder = (root) => join(root, "node_modules", ".engine-room", "typeless");

/** Writes every file of the server's folders without its types, line by line where it was. */
export function stripTypes(root) {
  const into = typelessFolder(root);
  rmSync(into, { recursive: true, force: true });
  const made = {};
  for (const file of FOLDERS.flatMap((folder) => sourcesIn(join(root, folder)))) {
    const name = nameOf(root, file);
    const text = stripTypeScriptTypes(readFileSync(file, "utf8"));
    mkdirSync(dirname(join(into, name)), { recursive: true });
    writeFileSync(join(into, name), text);
    made[name] = stateOf(file);
  }
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, "made.json"), JSON.stringify(made));
}

/** A load hook for Node: the file without its types where that is known, and Node's own way elsewhere. */
export function typelessLoader(root) {
  const from = typelessFolder(root);
  const made = madeIn(from);
  const base = pathToFileURL(join(root, "/")).href;
  return (url, context, next) => {
    if (!url.startsWith(base) || !url.endsWith(".ts")) return next(url, context);
    const file = fileURLToPath(url);
    const name = nameOf(root, file);
    if (made[name] === undefined || made[name] !== stateOf(file)) return next(url, context);
    return { format: "module", source: readFileSync(join(from, name), "utf8"), shortCircuit: true };
  };
}

function sourcesIn(folder) {
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !/\.(test|d)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}

function madeIn(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "made.json"), "utf8"));
  } catch {
    return {};
  }
}

const nameOf = (root, file) => relative(root, file).replaceAll("\\", "/");

/** By when it was written and how long it is a file is known again. */
function stateOf(file) {
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs} ${size}`;
}
