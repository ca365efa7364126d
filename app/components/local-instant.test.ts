import { expect, test } from "vitest";
import { instantOf } from "./local-instant.ts";

test.each([
  ["2026-11-21T09:30", "Europe/Berlin", "2026-11-21T08:30:00Z"],
  ["2026-07-01T09:30", "Europe/Berlin", "2026-07-01T07:30:00Z"],
  ["2026-11-21T09:30", "America/Sao_Paulo", "2026-11-21T12:30:00Z"],
  ["yesterday", "Europe/Berlin", "yesterday"],
  ["", "Europe/Berlin", ""],
])("%j in %s is %s", (local, zone, instant) => {
  expect(instantOf(local, zone)).toBe(instant);
});
