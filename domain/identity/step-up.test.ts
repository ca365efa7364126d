import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { provedLately } from "./step-up.ts";
import { systemViewer } from "./system-viewer.ts";

const now = Temporal.Instant.from("2026-11-21T12:00:00Z");
const ago = (seconds: number) => now.epochMilliseconds - seconds * 1000;
const viewer = systemViewer("019a0000-0000-7000-8000-000000000000", "test-request");

test.each([
  ["session", ago(0), true],
  ["session", ago(300), true],
  ["session", ago(301), false],
  ["session", null, false],
  ["session", undefined, false],
  ["session", Number.NaN, false],
  ["link", undefined, false],
  ["api_key", undefined, true],
  ["job", undefined, true],
] as const)("through a %s proved at %s: %s", (via, stepUpAt, lately) => {
  expect(provedLately({ ...viewer, via, ...(stepUpAt === undefined ? {} : { stepUpAt }) }, now)).toBe(
    lately,
  );
});
