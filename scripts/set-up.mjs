// What every command needs before it can run: packages, generated files, built pages. Each step is done
// only when its inputs changed since it last succeeded. Plain JavaScript for the machine's own Node; no
// package is there yet.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

export const root = join(import.meta.dirname, "..");
const bin = join(root, "node_modules", ".bin");
const stamps = join(root, "node_modules", ".engine-room");
/** The project's own Node 24, whatever the machine has. */
export const node = join(bin, process.platform === "win32" ? "node.cmd" : "node");
/** Where the server's sources are. */
const ROOMS = ["domain", "server", "graphql", "prisma", "stripe-stand-in", "funding-rail-emulator"];
export const quietNode = ["--disable-warning=ExperimentalWarning"];

export function refuseOldNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(
    `Engine Room needs Node 20.19 or newer to install; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

/**
 * Packages, then generated files, then (where asked) the built pages and the product as one program.
 * @param {{ build: boolean, progress?: NodeJS.WritableStream }} p
 */
export async function setUp({ build, progress = process.stdout }) {
  const step = stepsTold(progress);
  refuseOldNode();
  await step("install", ["package-lock.json"], "Installing packages (about a minute)", installPackages);
  await step(
    "generate",
    ["package-lock.json", "prisma/schema", "graphql", "domain", "server", "app", "scripts/generate.mjs"],
    "Generating the database client and the typed queries",
    () => run(node, [...quietNode, "scripts/generate.mjs"]),
  );
  if (!build) return;
  await step(
    "build",
    ["package-lock.json", "app", "domain", "public", "vite.config.ts", "remix.config.js"],
    "Building the pages (about 20 seconds)",
    () => run(node, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build", "--logLevel", "warn"]),
    () => existsSync(join(root, "build/server/index.js")),
  );
  await step(
    "bundle",
    [
      "package-lock.json",
      ...ROOMS,
      "app",
      "public",
      "vite.config.ts",
      "remix.config.js",
      "scripts/bundle.mjs",
    ],
    "Putting the product together (about 5 seconds)",
    () => run(node, ["scripts/bundle.mjs"]),
    () => existsSync(join(root, "build/product/main.js")),
  );
}

const stepsTold =
  (progress) =>
  async (name, inputs, words, work, present = () => true) => {
    const stamp = join(stamps, name);
    const digest = digestOf(inputs);
    if (present() && existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
    const began = performance.now();
    progress.write(`  ${words}\n`);
    const ticking = setInterval(() => progress.write(`  … ${seconds(began)} s\n`), 10_000);
    try {
      await work();
    } catch (error) {
      process.stderr.write(`\n${words} failed: ${error.message}\n`);
      process.exit(1);
    } finally {
      clearInterval(ticking);
    }
    mkdirSync(stamps, { recursive: true });
    writeFileSync(stamp, digestOf(inputs));
  };

async function installPackages() {
  const npm = process.env.npm_execpath;
  // npm must run on the machine's Node: the project's own lies in the folder that npm replaces.
  const machineNode = process.env.npm_node_execpath ?? process.execPath;
  const flags = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  if (npm) await run(machineNode, [npm, ...flags]);
  else await run("npm", flags);
}

/** Runs a program to its end; what it prints is shown only when it fails. */
export function run(program, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
    child.once("error", failed);
    child.once("exit", (code) => (code === 0 ? done() : failed(new Error(`\n${output.trim()}`))));
  });
}

function digestOf(inputs) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap(filesOf)) hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest("hex");
}

function filesOf(input) {
  const path = join(root, input);
  if (!existsSync(path)) return [];
  if (/\.[a-z]+$/.test(input)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[/\\](generated|gql)[/\\]|\.test\.tsx?$|schema\.graphql$/.test(file))
    .sort();
}

function seconds(since) {
  return Math.round((performance.now() - since) / 1000);
}
