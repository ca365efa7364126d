import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { next } from "../shared/state-machine.ts";
import {
  CorrectionAcceptedAlready,
  CorrectionDecided,
  CorrectionStillOpen,
  CorrectionSuperseded,
  correctedVerdicts,
  correctionHash,
  correctionMachine,
  MonthNotBilled,
  MonthNotFrozen,
  NothingToCorrect,
  refuseEarlyRuling,
  refuseSecondThoughts,
} from "./correction.ts";

test("both sides accept, or the account manager rules, once", () => {
  expect(next(correctionMachine, "proposed", "accept_by_both")).toBe("accepted");
  expect(next(correctionMachine, "proposed", "rule_for")).toBe("accepted");
  expect(next(correctionMachine, "proposed", "rule_against")).toBe("refused");
  for (const state of ["accepted", "refused"] as const)
    for (const event of ["accept_by_both", "rule_for", "rule_against"] as const)
      expect(() => next(correctionMachine, state, event)).toThrow("correction");
  expect(correctionMachine.initial).toBe("proposed");
});

describe("what a correction changes", () => {
  const frozen = (workItemId: string, hash: string, levelId = "resolve") => ({
    ...{ workItemId, levelId, verdict: "met", bundleHash: hash },
  });
  const read = (id: string, hash: string) => ({
    item: { id },
    bundle: { id, of: "late" },
    result: { verdict: "breached", netSeconds: 60, bundleHash: hash },
  });
  const changes = (
    before: ReturnType<typeof frozen>[],
    after: ReturnType<typeof read>[],
    levelId = "resolve",
  ) => correctedVerdicts({ frozen: before, readings: [{ figure: { levelId }, verdicts: after }] as never });

  test("is nothing where every bundle is the same", () => {
    expect(changes([frozen("a", "1"), frozen("b", "2")], [read("b", "2"), read("a", "1")])).toEqual([]);
  });

  test("is a bundle that differs, with both readings", () => {
    expect(changes([frozen("a", "1")], [read("a", "9")])).toEqual([
      {
        ...{ workItemId: "a", levelId: "resolve", frozen: { verdict: "met", bundleHash: "1" } },
        corrected: {
          verdict: "breached",
          netSeconds: 60,
          bundle: { id: "a", of: "late" },
          bundleHash: "9",
        },
      },
    ]);
  });

  test("is an item that was not counted, and one that is no longer", () => {
    expect(changes([frozen("a", "1")], [read("b", "1")])).toEqual([
      {
        ...{ workItemId: "b", levelId: "resolve", frozen: null },
        corrected: {
          verdict: "breached",
          netSeconds: 60,
          bundle: { id: "b", of: "late" },
          bundleHash: "1",
        },
      },
      { workItemId: "a", levelId: "resolve", frozen: { verdict: "met", bundleHash: "1" }, corrected: null },
    ]);
  });

  test("is told apart by level", () => {
    expect(changes([frozen("a", "1", "reply")], [read("a", "1")]).map((one) => one.levelId)).toEqual([
      "resolve",
      "reply",
    ]);
  });
});

test("its hash is of all that it says", () => {
  const content = {
    ...{ engagementId: "e", period: "2026-10", number: 1, ruleVersion: "2", calendarVersion: 1 },
    ...{ levels: [], verdicts: [], prevHash: "sha256:0" },
  };
  const hash = correctionHash(content);
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(correctionHash({ ...content })).toBe(hash);
  expect(correctionHash({ ...content, number: 2 })).not.toBe(hash);
  expect(correctionHash({ ...content, figures: [] })).not.toBe(hash);
});

describe("a ruling waits", () => {
  const answerBy = "2026-11-05T08:30:00Z";
  const ruled = (buyer: "accepted" | "objected" | null, provider: typeof buyer, at: string) => () =>
    refuseEarlyRuling({ answerBy, buyer, provider }, Temporal.Instant.from(at));
  const early = "2026-11-05T08:29:59Z";

  test("until both have answered or their time is over", () => {
    expect(ruled(null, null, early)).toThrow(CorrectionStillOpen);
    expect(ruled("accepted", null, early)).toThrow(
      "Both sides can accept or object until 2026-11-05T08:30Z;",
    );
    expect(ruled(null, "objected", early)).toThrow(CorrectionStillOpen);
    expect(ruled("accepted", "objected", early)).not.toThrow();
    expect(ruled(null, null, answerBy)).not.toThrow();
  });

  test("and who has accepted does not object", () => {
    expect(() => refuseSecondThoughts("accepted")).toThrow(CorrectionAcceptedAlready);
    expect(() => refuseSecondThoughts("objected")).not.toThrow();
    expect(() => refuseSecondThoughts(null)).not.toThrow();
  });
});

test.each([
  [new CorrectionStillOpen("2026-11-05T08:30:00Z"), "correction_still_open", "Both sides can accept", null],
  [new CorrectionAcceptedAlready(), "correction_accepted_already", "Your side has accepted", null],
  [new MonthNotFrozen("2026-10"), "month_not_frozen", "2026-10 is not frozen", "month"],
  [new NothingToCorrect("2026-10"), "nothing_to_correct", "2026-10 reads as it was frozen", "month"],
  [new MonthNotBilled("2026-10"), "month_not_billed", "The statement of 2026-10 is still", "month"],
  [new CorrectionSuperseded(), "correction_superseded", "A later correction of this month", null],
  [new CorrectionDecided("refused"), "correction_decided", "This correction is refused already.", null],
])("%s", (refusal, code, message, field) => {
  expect(refusal.code).toBe(code);
  expect(refusal.message).toContain(message);
  expect(refusal.field ?? null).toBe(field);
});
