import { describe, expect, test } from "vitest";
import { told } from "../test-refusal.ts";
import { other, partyWaitedFor, pendingSample, SampleRefused } from "./sample.ts";

describe("the party that a sample waits for", () => {
  const drawn = { state: "drawn", committedBy: "buyer", scoredBy: "buyer", isLate: false } as const;

  test.each<[Parameters<typeof partyWaitedFor>[0], string | null]>([
    [{ ...drawn, state: "committed", round: null }, "provider"],
    [{ ...drawn, state: "committed", committedBy: "provider", round: null }, "buyer"],
    [{ ...drawn, state: "committed", round: null, isLate: true }, "account_manager"],
    [{ ...drawn, round: "first" }, "buyer"],
    [{ ...drawn, round: "second" }, "provider"],
    [{ ...drawn, round: "second", scoredBy: "provider" }, "buyer"],
    [{ ...drawn, round: "first", scoredBy: "provider", isLate: true }, "provider"],
    [{ ...drawn, round: "ruling" }, "account_manager"],
    [{ ...drawn, round: null }, null],
  ])("at %o is %s", (sample, party) => {
    expect(partyWaitedFor(sample)).toBe(party);
  });

  test("is one of two", () => {
    expect([other("buyer"), other("provider")]).toEqual(["provider", "buyer"]);
  });
});

describe("a month without its sample", () => {
  test.each<[Parameters<typeof pendingSample>[0], string, boolean]>([
    ["month", "Not scored: the sample is drawn when the month is over.", true],
    ["nobody", "Not scored: no sample of this month was drawn.", true],
    [
      "provider",
      "Not scored: the sample waits for the provider, so the month counts as without data.",
      false,
    ],
    ["buyer", "Not scored: the sample waits for the buyer; nothing is held against the provider.", true],
    [
      "account_manager",
      "Not scored: the sample waits for the account manager; nothing is held against the provider.",
      true,
    ],
  ])("that waits for %s", (party, reason, excused) => {
    expect(pendingSample(party)).toEqual({ reason, excused });
  });
});

test("a refusal names itself", () => {
  expect(told(new SampleRefused("not_in_sample"))).toMatchObject({
    ...{ code: "not_in_sample", message: "The sample has no such item." },
  });
});
