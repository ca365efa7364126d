// npm test: the whole gate. Set-up, types, lint, dead code, unit (with the house's own checks), scenarios
// on a real PostgreSQL, journeys in a real Chromium. Ends with one line: N passed, N failed.
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { findChromium } from "./chromium.mjs";
import { node, quietNode, root, setUp } from "./set-up.mjs";

const only = process.argv.slice(2);
const say = (line) => process.stdout.write(`  ${line}\n`);
const reports = join(root, "test-results");
mkdirSync(reports, { recursive: true });
const total = { passed: 0, failed: 0 };
/** What failed, by name: told once more at the end, where a long output is still read. */
const failures = [];
const env = {
  ...process.env,
  NODE_OPTIONS: quietNode.join(" "),
  PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}`,
};

await setUp({ build: wanted("e2e") });
await check("types", ["node_modules/typescript/bin/tsc", "--noEmit"]);
await check("lint", ["node_modules/@biomejs/biome/bin/biome", "check", "--diagnostic-level=error", "."]);
await check("dead code", ["node_modules/knip/bin/knip.js"]);
await vitest("unit");
await vitest("scenario");
await journeys();
for (const name of failures) say(`✗ ${name}`);
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed > 0 ? 1 : 0);

function wanted(name) {
  return only.length === 0 || only.includes(name);
}

async function check(name, args) {
  if (!wanted(name)) return;
  const began = performance.now();
  const { code, output } = await spawned(args, "pipe");
  total[code === 0 ? "passed" : "failed"] += 1;
  say(`${code === 0 ? "✓" : "✗"} ${name} (${since(began)} s)`);
  if (code === 0) return;
  failures.push(name);
  process.stdout.write(`${output}\n`);
}

async function vitest(project) {
  if (!wanted(project)) return;
  const began = performance.now();
  const file = join(reports, `${project}.json`);
  rmSync(file, { force: true });
  const flags = [
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  const { code } = await spawned(["node_modules/vitest/vitest.mjs", ...flags], "inherit");
  const report = read(file);
  const failedFiles = report?.testResults?.filter((one) => one.status === "failed") ?? [];
  const failedSuites = failedFiles.filter((one) => one.assertionResults.length === 0).length;
  for (const one of failedFiles) {
    const file = relative(root, one.name);
    const broken = one.assertionResults.filter((test) => test.status === "failed");
    failures.push(...(broken.length > 0 ? broken.map((test) => `${file}: ${test.fullName}`) : [file]));
  }
  count({
    passed: report?.numPassedTests ?? 0,
    failed: (report?.numFailedTests ?? 0) + failedSuites,
    code,
  });
  say(`${project} took ${since(began)} s`);
}

async function journeys() {
  if (!wanted("e2e")) return;
  const began = performance.now();
  const chromium = await findChromium(say);
  if (!chromium) {
    say(
      "✗ No Chromium was found. Install one (Debian: apt-get install chromium) or name it in CHROMIUM_PATH.",
    );
    total.failed += 1;
    return;
  }
  const file = join(reports, "e2e.json");
  rmSync(file, { force: true });
  const dataDir = mkdtempSync(join(tmpdir(), "engine-room-e2e-"));
  // PostgreSQL reaches its folder below as a user of its own.
  chmodSync(dataDir, 0o755);
  const port = String(await freePorts());
  const own = { CHROMIUM_PATH: chromium, E2E_PORT: port, E2E_DATA_DIR: dataDir, E2E_REPORT: file };
  const { code } = await spawned(["node_modules/@playwright/test/cli.js", "test"], "inherit", own);
  const report = read(file);
  const stats = report?.stats;
  for (const spec of specsOf(report ?? {})) if (!spec.ok) failures.push(`e2e/${spec.file}: ${spec.title}`);
  count({ passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0, code });
  rmSync(dataDir, { recursive: true, force: true });
  say(`e2e took ${since(began)} s`);
}

/** Every journey of a report, those inside a described group too. */
function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** A runner that failed without naming a test still counts as one failure. */
function count({ passed, failed, code }) {
  total.passed += passed;
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
}

function spawned(args, stdio, extra = {}) {
  return new Promise((done) => {
    const child = spawn(node, args, {
      cwd: root,
      stdio: ["ignore", stdio, stdio],
      env: { ...env, ...extra },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
    child.once("exit", (code) => done({ code: code ?? 1, output }));
  });
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * The first of the ports that the journeys' products and their name server take (`e2e/servers.ts`). They
 * lie below those that a system hands out by itself: between this look and the products' start another
 * program is given none of them.
 */
async function freePorts() {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = randomInt(20_000, 28_000);
    const free = await Promise.all([0, 1, 2_000].map((after) => isFree(first + after)));
    if (free.every(Boolean)) return first;
  }
  throw new Error("No free ports were found for the journeys.");
}

function isFree(port) {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(false));
    probe.listen(port, () => probe.close(() => done(true)));
  });
}

function since(began) {
  return Math.round((performance.now() - began) / 1000);
}
