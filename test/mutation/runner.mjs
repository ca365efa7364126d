// A test runner for Stryker that holds the quick tests in its own process: starting Vitest for each change
// took seconds, and this takes a tenth of one. Every run loads the test files anew, those first that are
// nearest to the changed file; files that do not reach it are left out, since they cannot notice.
import { globSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import fc from "fast-check";
import { hookModules, loadAnew } from "./fresh-modules.mjs";
import { distancesTo } from "./import-distance.mjs";
import { testsOf } from "./vitest.mjs";

const TESTS = [
  "domain/service-levels/**/*.test.ts",
  "domain/shared/{business-calendar,zone-offsets}.test.ts",
  "test/mutation/*.test.ts",
];

/**
 * Stryker calls a loop endless after a hundred times what all tests together need of a line. One file is
 * never anywhere near; a twentieth of it is found out twenty times sooner.
 */
const SOONER = 20;

// The same examples for every change, and no search for a smaller one: a change is noticed, not explained.
fc.configureGlobal({ seed: 7, endOnFailure: true });

/**
 * A change of what a module works out while it is loaded concerns every test that loads it; these many are
 * asked. The score may be too low for it, never too high.
 */
const NEAREST = 8;

class RunnerInProcess {
  #files = [];
  #shared = {};

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    hookModules();
    this.#shared = globalThis.__stryker__ ??= {};
    this.#files = TESTS.flatMap((pattern) => globSync(pattern)).sort();
  }

  async dryRun() {
    const tests = [];
    for (const file of this.#files) tests.push(...(await this.#run(file, () => {}, false)));
    return { status: "complete", tests, mutantCoverage: this.#shared.mutantCoverage };
  }

  async mutantRun({ testFilter, activeMutant, sandboxFileName, mutantActivation, hitLimit }) {
    const shared = this.#shared;
    const limit = hitLimit === undefined ? undefined : Math.ceil(hitLimit / SOONER);
    Object.assign(shared, { hitLimit: limit, activeMutant: undefined });
    const activate = () => {
      shared.activeMutant = activeMutant.id;
    };
    if (mutantActivation === "static") activate();
    let nrOfTests = 0;
    for (const file of this.#filesFor(sandboxFileName, testFilter)) {
      shared.hitCount = 0;
      const tests = await this.#run(file, activate, true);
      nrOfTests += tests.length;
      if (limit !== undefined && shared.hitCount > limit)
        return { status: "timeout", reason: `A line was reached more than ${limit} times` };
      const failed = tests.find(({ status }) => status === 1);
      if (failed)
        return {
          status: "killed",
          killedBy: [failed.id],
          failureMessage: failed.failureMessage,
          nrOfTests,
        };
      shared.activeMutant = mutantActivation === "static" ? activeMutant.id : undefined;
    }
    return { status: "survived", nrOfTests };
  }

  /** The files to ask, nearest first and those named after the changed file before all. */
  #filesFor(changed, testFilter) {
    const distances = distancesTo(relative(process.cwd(), resolve(changed)), this.#files);
    const wanted = testFilter && new Set(testFilter.map((id) => id.split("#")[0]));
    const name = basename(changed, ".ts");
    const isItsOwn = (file) => basename(file).split(".")[0] === name;
    const rank = (file) => (isItsOwn(file) ? 0 : distances.get(file));
    return this.#files
      .filter((file) => distances.has(file) && (wanted?.has(file) ?? true))
      .sort((left, right) => rank(left) - rank(right))
      .slice(0, wanted ? undefined : NEAREST);
  }

  /** Runs a file's tests, up to the first that fails where `stop` is set. */
  async #run(file, activate, stop) {
    const results = [];
    const note = (id, name, error, since) =>
      results.push({
        id,
        name,
        timeSpentMs: Math.round(performance.now() - since),
        ...(error ? { status: 1, failureMessage: String(error?.message ?? error) } : { status: 0 }),
      });
    let tests;
    try {
      tests = await testsOf(() => loadAnew(join(process.cwd(), file)));
    } catch (error) {
      note(`${file}#load`, "loads", error, performance.now());
      return results;
    }
    activate();
    for (const [index, { name, body }] of tests.entries()) {
      const id = `${file}#${index}`;
      const since = performance.now();
      this.#shared.currentTestId = id;
      let failure;
      try {
        await body();
      } catch (error) {
        failure = error;
      }
      this.#shared.currentTestId = undefined;
      note(id, `${file} > ${name}`, failure, since);
      if (failure && stop) break;
    }
    return results;
  }
}

function inProcess() {
  return new RunnerInProcess();
}
inProcess.inject = [];

export const strykerPlugins = [{ kind: "TestRunner", name: "in-process", factory: inProcess }];
