import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { spaced } from "./spaced.ts";

const GAP = 40;

/** A task that takes a moment, what it did, and what it put off. */
function burst(takes = 0, fails = false, restFor = 0) {
  const done: string[] = [];
  const later: { subject: string; ms: number }[] = [];
  const task = spaced({
    gapMs: GAP,
    restFor,
    subjectOf: ({ id }) => String(id),
    perform: async ({ id }) => {
      await sleep(takes);
      done.push(String(id));
      if (fails) throw new Error("not today");
    },
    later: async ({ id }, ms) => {
      later.push({ subject: String(id), ms });
    },
  });
  return { task, done, later };
}

test("the first is done at once, and what follows it within the gap is put off to its end", async () => {
  const { task, done, later } = burst();
  await task({ id: "a" });
  await task({ id: "a" });
  await task({ id: "b" });
  expect(done).toEqual(["a", "b"]);
  expect(later).toHaveLength(1);
  expect(later[0]?.subject).toBe("a");
  expect(later[0]?.ms).toBeGreaterThan(0);
  expect(later[0]?.ms).toBeLessThanOrEqual(GAP);
  await sleep(GAP + 5);
  await task({ id: "a" });
  expect(done).toEqual(["a", "b", "a"]);
});

test("nobody works on the same subject meanwhile, however long it takes", async () => {
  const { task, done, later } = burst(2 * GAP);
  const first = task({ id: "a" });
  await sleep(GAP + 5);
  await task({ id: "a" });
  expect(later).toEqual([{ subject: "a", ms: GAP }]);
  await first;
  expect(done).toEqual(["a"]);
});

test("one that fails fails, and its subject is free again after the gap", async () => {
  const { task, done } = burst(0, true);
  await expect(task({ id: "a" })).rejects.toThrow("not today");
  await sleep(GAP + 5);
  await expect(task({ id: "a" })).rejects.toThrow("not today");
  expect(done).toEqual(["a", "a"]);
});

test("one that fails after a long time rests for the gap alone, so that the queue's next try is one", async () => {
  const { task, done, later } = burst(GAP, true, 50);
  await expect(task({ id: "a" })).rejects.toThrow("not today");
  await sleep(GAP + 5);
  await expect(task({ id: "a" })).rejects.toThrow("not today");
  expect(done).toEqual(["a", "a"]);
  expect(later).toEqual([]);
});

test("what takes long rests long: so many times as long as it took", async () => {
  const { task, done, later } = burst(GAP, false, 10);
  await task({ id: "a" });
  await task({ id: "a" });
  expect(done).toEqual(["a"]);
  expect(later[0]?.ms).toBeGreaterThan(9 * GAP);
});
