import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { statementOf } from "../../domain/service-levels/statement-result.ts";
import { verdictOf } from "../../domain/service-levels/verdict.ts";
import { naiveStatement } from "./naive-statement.ts";
import { naiveVerdict } from "./naive-verdict.ts";
import { statementBundles, verdictBundles } from "./random-bundles.ts";

const RUNS = { numRuns: 10_000 };

test("10,000 random verdict bundles come to what counting step by step gives, in the tool too", () => {
  const walked: { bundle: unknown; result: unknown }[] = [];
  fc.assert(
    fc.property(verdictBundles, (bundle) => {
      const result = naiveVerdict(bundle);
      expect(verdictOf(bundle)).toEqual(result);
      walked.push({ bundle, result });
    }),
    RUNS,
  );
  expect(recompute("verdict", walked)).toEqual(walked.map((one) => one.result));
}, 240_000);

test("10,000 random statement bundles come to what whole numbers give, in the tool too", () => {
  const priced: { bundle: unknown; result: unknown }[] = [];
  fc.assert(
    fc.property(statementBundles, (bundle) => {
      const result = naiveStatement(bundle);
      expect(statementOf(bundle)).toEqual(result);
      priced.push({ bundle, result });
    }),
    RUNS,
  );
  expect(recompute("statement", priced)).toEqual(priced.map((one) => one.result));
}, 120_000);

function recompute(mode: string, lines: readonly { bundle: unknown }[]): unknown {
  const tool = join(import.meta.dirname, "../../server/cli/recompute.ts");
  const run = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", tool, mode], {
    input: JSON.stringify(lines.map((line) => line.bundle)),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  expect(run.stderr).toBe("");
  return JSON.parse(run.stdout);
}
