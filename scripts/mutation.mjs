// npm run mutation [-- file …]: changes the rules of service levels one at a time and counts how many
// changes a test notices. Prints the score of every file; names such as "clock" choose some of them.
// Takes minutes, so it is no part of npm test.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { quietNode, root } from "./set-up.mjs";

const RULES = "domain/service-levels";
const GOAL = 90;
/** A change that makes a test run on and on is noticed too; how many were, is said beside the score. */
const CAUGHT = ["Killed", "Timeout"];
const MISSED = ["Survived", "NoCoverage"];

const wanted = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const survivors = process.argv.includes("--survivors");
const files = [
  ...globSync(`${RULES}/**/*.ts`, { cwd: root }).filter(
    (name) => !/(\.test|\/test-[a-z]+)\.ts$/.test(name),
  ),
  "domain/shared/business-calendar.ts",
  "domain/shared/zone-offsets.ts",
].filter((file) => wanted.length === 0 || wanted.includes(basename(file, ".ts")));

if (files.length === 0) {
  process.stderr.write(`No rule is called ${wanted.join(", ")}.\n`);
  process.exit(2);
}
const run = spawnSync(
  process.execPath,
  [
    "node_modules/@stryker-mutator/core/bin/stryker.js",
    "run",
    "stryker.config.json",
    "--mutate",
    files.join(","),
  ],
  {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_OPTIONS: quietNode.join(" ") },
  },
);
if (run.status !== 0) process.exit(run.status ?? 1);
process.exit(report() >= GOAL ? 0 : 1);

function report() {
  const { files: measured } = JSON.parse(readFileSync(join(root, "test-results/mutation.json"), "utf8"));
  const total = { caught: 0, all: 0, endless: 0 };
  for (const [file, { mutants }] of Object.entries(measured)) {
    const caught = mutants.filter(({ status }) => CAUGHT.includes(status)).length;
    const missed = mutants.filter(({ status }) => MISSED.includes(status));
    const endless = mutants.filter(({ status }) => status === "Timeout").length;
    const all = caught + missed.length;
    total.caught += caught;
    total.all += all;
    total.endless += endless;
    say(file, { caught, all, endless });
    if (survivors) for (const one of missed) printOne(file, one);
  }
  say("all of them", total);
  return percent(total.caught, total.all);
}

function say(name, { caught, all, endless }) {
  const endlessly = endless === 0 ? "" : `, ${endless} of them by running on`;
  process.stdout.write(
    `${percent(caught, all).toFixed(1).padStart(6)} %  ${caught} of ${all}  ${name}${endlessly}\n`,
  );
}

function printOne(file, { location, mutatorName, replacement, status }) {
  const { line, column } = location.start;
  process.stdout.write(
    `          ${file}:${line}:${column} ${status} ${mutatorName} → ${replacement ?? ""}\n`,
  );
}

function percent(caught, all) {
  return all === 0 ? 100 : (caught / all) * 100;
}
