import { canonicalJson } from "../../shared/canonical-json.ts";
import { seededDraw } from "../../shared/seeded-draw.ts";
import { sha256Hex } from "../../shared/sha256.ts";
import type { Score } from "./score.ts";

/** "sha256:" and the digest of the ids in order, one a line: what was there to be drawn from. */
export function populationHash(population: readonly string[]): string {
  return `sha256:${sha256Hex([...population].sort().join("\n"))}`;
}

/** What one side shows of its nonce before the other has given its own. */
export function commitmentOf(nonce: string): string {
  return `sha256:${sha256Hex(nonce)}`;
}

/**
 * The seed, in hex: the digest of population hash, committed nonce and answered nonce as a JSON array. The
 * first was fixed before the second was known, and the second was given without knowing the first, so neither
 * side can choose the sample.
 */
export function sampleSeed(p: { populationHash: string; committed: string; answered: string }): string {
  return sha256Hex(canonicalJson([p.populationHash, p.committed, p.answered]));
}

/**
 * `size` ids in the order in which they are drawn: a Fisher–Yates shuffle of the sorted population that stops
 * after `size` steps (D. E. Knuth, The Art of Computer Programming, volume 2, algorithm P). Throws RangeError
 * where there are fewer.
 */
export function drawSample(p: { population: readonly string[]; seed: string; size: number }): string[] {
  if (p.size > p.population.length) throw new RangeError("A sample cannot be larger than its population.");
  const ids = [...p.population].sort();
  const draw = seededDraw(p.seed);
  for (let at = 0; at < p.size; at += 1) {
    const other = at + draw.below(ids.length - at);
    [ids[at], ids[other]] = [ids[other] ?? "", ids[at] ?? ""];
  }
  return ids.slice(0, p.size);
}

/**
 * Which positions of the sample are scored a second time. All of them where the plan says so; else they are
 * drawn from the seed and the first scores together, so that nobody knew them while scoring. Ascending.
 */
export function secondPositions(p: {
  seed: string;
  size: number;
  shareBps: number;
  /** In order of position; null while the first scoring is not complete. */
  first: readonly Score[] | null;
}): number[] | null {
  const all = Array.from({ length: p.size }, (_none, position) => position);
  if (p.shareBps === 0) return [];
  if (p.shareBps === 10_000) return all;
  if (p.first === null) return null;
  const seed = sha256Hex(canonicalJson([p.seed, p.first.map(({ errors, units }) => [errors, units])]));
  const size = Math.ceil((p.size * p.shareBps) / 10_000);
  const names = all.map((position) => String(position).padStart(9, "0"));
  return drawSample({ population: names, seed, size })
    .map(Number)
    .sort((left, right) => left - right);
}
