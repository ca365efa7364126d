import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { armKillPoints, KILL_POINTS, killPoint } from "./kill-point.ts";

afterEach(() => armKillPoints(() => undefined));

const root = join(import.meta.dirname, "..");
const sources = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "server", "graphql", "app"], {
  cwd: root,
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|generated|kill-point\.ts$/.test(file))
  .map((file) => readFileSync(join(root, file), "utf8"));

test("a step does nothing in a process that nobody armed", () => {
  expect(() => {
    for (const point of KILL_POINTS) killPoint(point);
  }).not.toThrow();
});

test("an armed process is told every step that it passes, in order", () => {
  const passed: string[] = [];
  armKillPoints((point) => passed.push(point));
  for (const point of KILL_POINTS) killPoint(point);
  expect(passed).toEqual([...KILL_POINTS]);
});

test("every named step stands somewhere in the server's code", () => {
  const unused = KILL_POINTS.filter(
    (point) => !sources.some((text) => text.includes(`killPoint("${point}")`)),
  );
  expect(unused).toEqual([]);
});

test("nothing of the product arms them", () => {
  expect(sources.filter((text) => text.includes("armKillPoints"))).toEqual([]);
});
