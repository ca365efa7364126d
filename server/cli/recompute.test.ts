import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

const TOOL = resolve(import.meta.dirname, "recompute.ts");
const run = (mode: string[], input: string) =>
  spawnSync(process.execPath, [TOOL, ...mode], { input, encoding: "utf8", maxBuffer: 1 << 28 });

const bundle = {
  id: "a",
  calendar: null,
  targetMinutes: 60,
  reopenPolicy: "continue",
  exclusions: [],
  events: [{ at: "2026-03-02T09:00:00Z", type: "start" }],
  asOf: "2026-03-02T10:00:01Z",
};

test("good and bad bundles are answered in their places", () => {
  const { status, stdout, stderr } = run(["verdict"], JSON.stringify([bundle, { id: "b" }, bundle]));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const results = JSON.parse(stdout) as unknown[];
  expect(results).toMatchObject([
    { id: "a", verdict: "breached" },
    { id: "b", error: { path: "calendar" } },
    { id: "a" },
  ]);
});

describe("what cannot be read ends with status 2, one line and no output", () => {
  test.each([
    ["not JSON", ["verdict"], "{oops", "The input is not JSON: expected an array of bundles.\n"],
    ["nothing", ["statement"], "", "The input is not JSON: expected an array of bundles.\n"],
    ["no array", ["verdict"], "{}", "The input is JSON but not an array: expected an array of bundles.\n"],
    ["no mode", [], "[]", 'Say what to recompute: "verdict", "statement" or "sample".\n'],
    [
      "another mode",
      ["credit"],
      "[]",
      'Say what to recompute: "verdict", "statement" or "sample", not "credit".\n',
    ],
  ])("%s", (_name, mode, input, line) => {
    const { status, stdout, stderr } = run(mode, input);
    expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: "", stderr: line });
  });
});

test("10,000 bundles with a calendar of their own each take seconds", () => {
  const many = Array.from({ length: 10_000 }, (_bundle, index) => ({
    ...bundle,
    id: String(index),
    calendar: {
      zone: index % 2 === 0 ? "America/New_York" : "Australia/Lord_Howe",
      weekly: {
        mon: [["09:00", "17:00"]],
        fri: [["22:00", `0${index % 6}:${String(index % 60).padStart(2, "0")}`]],
      },
      holidays: [`2026-11-${String((index % 28) + 1).padStart(2, "0")}`],
      overrides: {},
    },
  }));
  const { status, stdout } = run(["verdict"], JSON.stringify(many));
  expect(status).toBe(0);
  expect((JSON.parse(stdout) as unknown[]).length).toBe(10_000);
});
