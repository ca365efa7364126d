// Loads a file of the project with everything of the project it imports anew, so that no cache of a module
// outlives the change that filled it. Packages are loaded once.
import { readFileSync } from "node:fs";
import { registerHooks, stripTypeScriptTypes } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const STAND_IN = new URL("./vitest.mjs", import.meta.url).href;
const stripped = new Map();
let loads = 0;

export function hookModules() {
  registerHooks({ resolve, load });
}

export function loadAnew(path) {
  loads += 1;
  return import(`${pathToFileURL(path).href}?load=${loads}`);
}

function resolve(specifier, context, next) {
  const [, mark] = /(\?load=\d+)$/.exec(context.parentURL ?? "") ?? [];
  if (mark === undefined) return next(specifier, context);
  if (specifier === "vitest") return { url: STAND_IN, format: "module", shortCircuit: true };
  if (!specifier.startsWith(".")) return next(specifier, context);
  const url = new URL(specifier, context.parentURL);
  return { url: `${url.href}${mark}`, format: "module", shortCircuit: true };
}

function load(url, context, next) {
  if (!/\.ts\?load=\d+$/.test(url)) return next(url, context);
  const path = fileURLToPath(url.slice(0, url.lastIndexOf("?")));
  const source = stripped.get(path) ?? stripTypeScriptTypes(readFileSync(path, "utf8"));
  stripped.set(path, source);
  return { format: "module", source, shortCircuit: true };
}
