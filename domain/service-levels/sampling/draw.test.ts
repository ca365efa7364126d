import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../../shared/sha256.ts";
import { commitmentOf, drawSample, populationHash, sampleSeed, secondPositions } from "./draw.ts";

const ids = (n: number) => Array.from({ length: n }, (_none, at) => `item-${String(at).padStart(6, "0")}`);
const population = fc.integer({ min: 1, max: 300 }).map(ids);

describe("a draw", () => {
  test("can be repeated by hand", () => {
    const hash = populationHash(["b", "a", "c"]);
    expect(hash).toBe(`sha256:${sha256Hex("a\nb\nc")}`);
    expect(commitmentOf("mine")).toBe(`sha256:${sha256Hex("mine")}`);
    const seed = sampleSeed({ populationHash: hash, committed: "mine", answered: "yours" });
    expect(seed).toBe(sha256Hex(`["${hash}","mine","yours"]`));
    expect(drawSample({ population: ["b", "a", "c"], seed, size: 2 })).toEqual(["c", "b"]);
  });

  test("is the same for everybody, whatever order the population came in", () =>
    fc.assert(
      fc.property(population, fc.string(), fc.nat(), (list, seed, n) => {
        const size = n % (list.length + 1);
        const drawn = drawSample({ population: list, seed, size });
        expect(drawSample({ population: [...list].reverse(), seed, size })).toEqual(drawn);
        expect(new Set(drawn).size).toBe(size);
        expect(drawn.every((id) => list.includes(id))).toBe(true);
        // A larger sample of the same seed begins with the smaller one.
        expect(drawSample({ population: list, seed, size: list.length }).slice(0, size)).toEqual(drawn);
      }),
    ));

  test("moves with either nonce and with the population", () => {
    const base = { populationHash: "h", committed: "a", answered: "b" };
    const seeds = [
      sampleSeed(base),
      sampleSeed({ ...base, committed: "b" }),
      sampleSeed({ ...base, answered: "a" }),
      sampleSeed({ ...base, populationHash: "g" }),
      sampleSeed({ ...base, committed: "a,", answered: "" }),
    ];
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  test("favours no item: over 2,000 seeds each of ten is drawn about as often", () => {
    const counts = new Map<string, number>();
    for (let at = 0; at < 2000; at += 1)
      for (const id of drawSample({ population: ids(10), seed: `s${at}`, size: 3 }))
        counts.set(id, (counts.get(id) ?? 0) + 1);
    // 600 expected of each; five standard deviations are 102.
    for (const id of ids(10)) expect(Math.abs((counts.get(id) ?? 0) - 600)).toBeLessThan(103);
  });

  test("is refused where there is less than is to be drawn", () =>
    expect(() => drawSample({ population: ["a"], seed: "s", size: 2 })).toThrow(RangeError));
});

describe("what is scored twice", () => {
  const first = ids(20).map((_id, at) => ({ errors: at % 3 === 0 ? 1 : 0, units: 1 }));
  const of = (shareBps: number, scores: typeof first | null) =>
    secondPositions({ seed: "s", size: 20, shareBps, first: scores });

  test("is everything or nothing at once where the plan says so", () => {
    expect(of(10_000, null)).toHaveLength(20);
    expect(of(0, null)).toEqual([]);
  });

  test("is a part that nobody knows before the first scoring is complete, and that depends on it", () => {
    expect(of(2500, null)).toBeNull();
    const some = of(2500, first);
    expect(some).toHaveLength(5);
    expect(of(2500, first)).toEqual(some);
    const others = first.map((_one, at) =>
      first.map((one, i) => (i === at ? { errors: 1, units: 2 } : one)),
    );
    expect(others.some((changed) => String(of(2500, changed)) !== String(some))).toBe(true);
    expect(of(2501, first)).toHaveLength(6);
  });
});
