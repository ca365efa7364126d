import { text } from "node:stream/consumers";
import { recomputeMonth } from "../../domain/billing/rating/rated-bundle.ts";
import { recomputeSample, recomputeVerdict } from "../../domain/service-levels/recompute.ts";

const MODES = {
  verdict: recomputeVerdict,
  statement: recomputeMonth,
  sample: recomputeSample,
} as const;

/**
 * Rebuilds exported verdicts or statements from standard input, with no database, network or clock:
 * `recompute verdict < bundles.json`. Exit status 2 with one line where the input is not a JSON array.
 */
async function main(mode: string | undefined): Promise<void> {
  if (mode !== "verdict" && mode !== "statement" && mode !== "sample")
    return refuse(
      `Say what to recompute: "verdict", "statement" or "sample"${mode ? `, not "${mode}"` : ""}.`,
    );
  const bundles = parse(await text(process.stdin));
  if (bundles === undefined) return refuse("The input is not JSON: expected an array of bundles.");
  if (!Array.isArray(bundles))
    return refuse("The input is JSON but not an array: expected an array of bundles.");
  const results = bundles.map((bundle: unknown) => MODES[mode](bundle));
  process.stdout.write(`${JSON.stringify(results)}\n`);
}

function parse(input: string): unknown {
  try {
    return JSON.parse(input.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}

function refuse(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exitCode = 2;
}

await main(process.argv[2]);
