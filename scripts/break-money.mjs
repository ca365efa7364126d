// npm run break:money [-- name …]: takes one guard of money out at a time, in a copy of the project, and says
// which tests notice. Fails where none does. Takes minutes, so it is no part of npm test.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { breaks } from "./money-breaks.mjs";
import { quietNode, root } from "./set-up.mjs";

const LEFT_OUT = new Set(["node_modules", ".git", ".data", "build", "test-results"]);
const say = (line) => process.stdout.write(`  ${line}\n`);
const names = process.argv.slice(2);
const wanted = breaks.filter(({ name }) => names.length === 0 || names.includes(name));
if (wanted.length === 0) {
  process.stderr.write(`The breaks are called ${breaks.map(({ name }) => name).join(", ")}.\n`);
  process.exit(2);
}

const copy = mkdtempSync(join(tmpdir(), "engine-room-breaks-"));
let missed = 0;
try {
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !LEFT_OUT.has(relative(root, path).split(sep)[0] ?? ""),
  });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const one of wanted) missed += tried(one) ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
say(`${wanted.length - missed} of ${wanted.length} breaks were noticed`);
process.exit(missed > 0 ? 1 : 0);

/** Whether its tests pass as things are, and one of them fails once the guard is out. */
function tried({ name, says, edits, tests }) {
  const sound = failing(tests);
  if (sound === null || sound.length > 0) {
    say(`✗ ${name}: its tests do not pass as things are: ${sound?.join("; ") ?? "they do not run"}`);
    return false;
  }
  const kept = edits.map(({ file }) => [join(copy, file), readFileSync(join(copy, file), "utf8")]);
  try {
    for (const { file, find, put } of edits) {
      const text = readFileSync(join(copy, file), "utf8");
      if (!text.includes(find)) throw new Error(`${name}: ${file} does not hold the guard any more.`);
      writeFileSync(join(copy, file), text.replace(find, put));
    }
    const noticed = failing(tests);
    if (noticed === null) say(`✗ ${name} (${says}): the tests do not even run`);
    else if (noticed.length === 0) say(`✗ ${name} (${says}): nobody noticed`);
    else say(`✓ ${name} (${says}): noticed by ${noticed.length}, first “${noticed[0]}”`);
    return (noticed?.length ?? 0) > 0;
  } finally {
    for (const [path, text] of kept) writeFileSync(path, text);
  }
}

/** The tests of the files that fail, by name; null where the files cannot even be read. */
function failing(tests) {
  const file = join(copy, "breaks.json");
  rmSync(file, { force: true });
  spawnSync(
    process.execPath,
    ["node_modules/vitest/vitest.mjs", "run", "--reporter=json", `--outputFile.json=${file}`, ...tests],
    { cwd: copy, stdio: "ignore", env: { ...process.env, NODE_OPTIONS: quietNode.join(" ") } },
  );
  const report = readReport(file);
  const results = report?.testResults ?? [];
  if (results.length === 0 || results.every(({ assertionResults }) => assertionResults.length === 0))
    return null;
  return results.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "failed").map(({ fullName }) => fullName),
  );
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
