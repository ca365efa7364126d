import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const scripts = pathToFileURL(join(import.meta.dirname, "..", "scripts", "/")).href;
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "typeless-"));
  mkdirSync(join(root, "domain"));
  writeFileSync(join(root, "package.json"), `{ "type": "module" }`);
  write("one");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (word: string) =>
  writeFileSync(join(root, "domain/word.ts"), `export const word: string = ${JSON.stringify(word)};\n`);

/** Runs a script on the project's Node; answers what it prints as JSON. */
function ran(script: string) {
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", script];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }));
}

const strip = () =>
  ran(`const { stripTypes } = await import("${scripts}typeless-files.mjs");
    stripTypes(${JSON.stringify(root)}); console.log("null");`);

/** What the file exports, and whether Node had to load its own program for taking types off. */
const loaded = () =>
  ran(`import { registerHooks } from "node:module";
    const { typelessLoader } = await import("${scripts}typeless-files.mjs");
    registerHooks({ load: typelessLoader(${JSON.stringify(root)}) });
    const { word } = await import("${pathToFileURL(join(root, "domain/word.ts")).href}");
    console.log(JSON.stringify([word, process.moduleLoadList.some((name) => name.includes("amaro"))]));`);

test("a file that is still the one it was made of is loaded without its types", () => {
  strip();
  expect(loaded()).toEqual(["one", false]);
});

test("a file that was changed since, or never stripped, is loaded as Node loads it", () => {
  expect(loaded()).toEqual(["one", true]);
  strip();
  write("another");
  expect(loaded()).toEqual(["another", true]);
});
