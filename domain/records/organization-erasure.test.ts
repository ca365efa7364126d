import { describe, expect, test } from "vitest";
import { blockerWords, ERASURE_BLOCKERS, ErasureBlocked } from "./organization-erasure.ts";

describe("what keeps an organisation from being erased", () => {
  test.each([
    [{ kind: "running_contract", count: 1, until: null }, "a contract is running"],
    [{ kind: "running_contract", count: 2, until: null }, "2 contracts are running"],
    [
      { kind: "retention_duty", count: 1, until: "2029-05-03" },
      "a rule keeps its records until 2029-05-03",
    ],
    [{ kind: "new_kind", count: 3, until: null }, "new_kind"],
  ])("is said in words: %o", (blocker, words) => expect(blockerWords(blocker)).toBe(words));

  test("is named whole in the refusal, and for programs", () => {
    const blockers = Object.keys(ERASURE_BLOCKERS).map((kind) => ({ kind, count: 2, until: null }));
    const refusal = new ErasureBlocked(blockers);
    for (const one of blockers) expect(refusal.message).toContain(blockerWords(one));
    expect(refusal.details).toEqual({ blockers });
  });
});
