import fc from "fast-check";
import { expect, test } from "vitest";
import { statementOf } from "../../domain/service-levels/statement-result.ts";
import { verdictOf } from "../../domain/service-levels/verdict.ts";
import { naiveStatement } from "../oracle/naive-statement.ts";
import { naiveVerdict } from "../oracle/naive-verdict.ts";
import { statementBundles, verdictBundles } from "../oracle/random-bundles.ts";

/** Few, always the same and not shrunk: a changed rule is to be noticed quickly, not explained. */
const QUICK = { seed: 7, endOnFailure: true };

test("some random verdict bundles come to what counting step by step gives", () => {
  fc.assert(
    fc.property(verdictBundles, (bundle) => {
      expect(verdictOf(bundle)).toEqual(naiveVerdict(bundle));
    }),
    { ...QUICK, numRuns: 60 },
  );
});

test("some random statement bundles come to what whole numbers give", () => {
  fc.assert(
    fc.property(statementBundles, (bundle) => {
      expect(statementOf(bundle)).toEqual(naiveStatement(bundle));
    }),
    { ...QUICK, numRuns: 250 },
  );
});
