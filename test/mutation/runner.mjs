// A test runner for Stryker that holds the quick tests in its own process: starting Vitest for each change
// took seconds, and this takes a tenth of one. Every run loads the test files anew, those first that are
// nearest to the changed file; files that do not reach it are left out, since they cannot notice.
import { globSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import fc from "fast-check";
import { hookModules, loadAnew } from "./fresh-modules.mjs";
import { distancesTo } from "./import-distance.mjs";
import { testsOf } from "./vitest.mjs";

const TESTS = ["domain/service-levels/**/*.test.ts", "domain/shared/*.test.ts", "test/mutation/*.test.ts"];

// The same examples for every change, and no search for a smaller one: a change is noticed, not explained.
fc.configureGlobal({ seed: 7, endOnFailure: true });

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
    Object.assign(shared, { hitCount: 0, hitLimit, activeMutant: undefined });
    const activate = () => {
      shared.activeMutant = activeMutant.id;
    };
    if (mutantActivation === "static") activate();
    let nrOfTests = 0;
    for (const file of this.#filesFor(sandboxFileName, testFilter)) {
      const tests = await this.#run(file, activate, true);
      nrOfTests += tests.length;
      if (hitLimit !== undefined && shared.hitCount > hitLimit)
        return { status: "timeout", reason: `Hit limit reached (${shared.hitCount}/${hitLimit})` };
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

  #filesFor(changed, testFilter) {
    const distances = distancesTo(relative(process.cwd(), resolve(changed)), this.#files);
    const wanted = testFilter && new Set(testFilter.map((id) => id.split("#")[0]));
    return this.#files
      .filter((file) => distances.has(file) && (wanted?.has(file) ?? true))
      .sort((left, right) => distances.get(left) - distances.get(right));
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
