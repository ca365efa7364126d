import { expect, test } from "vitest";
import { disputeFileInput, MOST_EVIDENCE_BYTES, refuseTooMany } from "./dispute-file.ts";

const ID = "019a0000-0000-7000-8000-000000000000";

test.each([
  [0, MOST_EVIDENCE_BYTES],
  [MOST_EVIDENCE_BYTES - 1, 1],
  [4_000_000, 500_000],
])("%i bytes kept leave room for %i", (keptBytes, moreBytes) => {
  expect(() => refuseTooMany({ keptBytes, moreBytes })).not.toThrow();
});

test.each([
  [4_000_000, 500_001, /500 kB are left; this one has 500 kB/],
  [MOST_EVIDENCE_BYTES, 1, /nothing is left; this one has 1 byte/],
])("%i bytes kept leave no room for %i, and it says so", (keptBytes, moreBytes, says) => {
  expect(() => refuseTooMany({ keptBytes, moreBytes })).toThrow(says);
});

test("a file says what it shows, in Stripe's words", () => {
  const given = { disputeId: ID, fileName: "a.pdf" };
  expect(disputeFileInput.safeParse({ ...given, field: "receipt" }).success).toBe(true);
  expect(disputeFileInput.safeParse({ ...given, field: "evidence" }).success).toBe(false);
  expect(disputeFileInput.safeParse({ ...given, field: "receipt", fileName: "" }).success).toBe(false);
});
