// Stryker's runner for Vitest asks for tests by their name, with blanks between a suite and its test, where
// Vitest 5 writes " > ": tests inside a suite would never run. This one asks for their files.
import { strykerPlugins as plugins } from "@stryker-mutator/vitest-runner";

const [{ factory: original }] = plugins;

function runnerByFile(injector) {
  const runner = original(injector);
  const run = runner.run.bind(runner);
  runner.run = ({ testIds = [], ...rest } = {}) =>
    run(
      testIds.length === 0
        ? rest
        : { ...rest, testFiles: [...new Set(testIds.map((id) => id.split("#")[0]))] },
    );
  return runner;
}
runnerByFile.inject = original.inject;

export const strykerPlugins = [{ kind: "TestRunner", name: "vitest-by-file", factory: runnerByFile }];
