import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { workedTerms } from "../../test/factories/worked-terms.ts";
import type { OpenAdjustment } from "./adjustment.ts";
import { draftClosing } from "./closing-statement.ts";
import { recomputeMonth } from "./rating/rated-bundle.ts";
import { statementMonth, statementName } from "./statement-name.ts";

const open = (...amounts: bigint[]): OpenAdjustment[] =>
  amounts.map((netMinor, index) => ({
    ...{ id: `a${index}`, correctionId: `c${index}`, period: "2026-11", netMinor },
  }));
const drafted = (amounts: bigint[], p: { carriedMinor?: bigint; terms?: object } = {}) =>
  draftClosing({
    ...{ id: "s", terms: { ...workedTerms(), ...p.terms }, period: "2027-09", open: open(...amounts) },
    carriedMinor: p.carriedMinor ?? 0n,
  });
const points = {
  ...{ kind: "service_points" as const, valuePerPointMinor: "2500", capBps: 1000 },
  bands: { accuracy: [{ points: 1 }] },
};

describe("a statement after the last one", () => {
  test.each<[string, bigint[], bigint, [string, string, string]]>([
    ["is what the buyer owes", [5000n], 0n, ["5000", "500", "0"]],
    ["adds up what it owes", [5000n, 705n], 0n, ["5705", "571", "0"]],
    ["takes a credit off", [5000n, -1200n], 0n, ["3800", "380", "0"]],
    ["takes no more credit than there is room for", [5000n, -9000n], 0n, ["0", "0", "0"]],
    ["takes off what the last one carried", [5000n], 2000n, ["3000", "300", "0"]],
    ["carries on what it cannot take off", [5000n], 7000n, ["0", "0", "2000"]],
    ["takes the carried amount before a credit", [5000n, -4000n], 2000n, ["0", "0", "0"]],
  ])("%s", (_name, amounts, carriedMinor, [net, commission, carried]) => {
    expect(drafted(amounts, { carriedMinor })?.result).toMatchObject({
      ...{ netMinor: net, commissionMinor: commission, carriedMinor: carried },
      ...{ feeMinor: "0", creditMinor: "0", chargesMinor: "0", lines: [] },
      ...{ providerBearsMinor: "0", platformBearsMinor: "0" },
    });
  });

  test.each<[string, bigint[]]>([
    ["nothing is open", []],
    ["only credits are open", [-5000n]],
  ])("is not made where %s", (_name, amounts) => {
    expect(drafted(amounts)).toBeNull();
  });

  test("says which part of a credit it settles", () => {
    expect(drafted([-9000n, 5000n])?.parts.map((part) => [part.id, part.netMinor])).toEqual([
      ["a1", 5000n],
      ["a0", -5000n],
    ]);
  });

  test.each([
    ["service points", { scheme: points }],
    ["credits that the provider bears alone", { creditsBorneBy: "provider" }],
    ["a collar, which does not hold corrections", { collar: { maxReductionBps: 100, maxIncreaseBps: 0 } }],
  ])("comes to the same under %s", (_name, terms) => {
    expect(drafted([5000n], { terms })?.result).toMatchObject({ netMinor: "5000", commissionMinor: "500" });
  });

  test("never goes below 0, and is rebuilt from its bundle", () => {
    const amount = fc.bigInt({ min: -1_000_000n, max: 1_000_000n }).filter((one) => one !== 0n);
    const amounts = fc.array(amount, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 0n, max: 500_000n }), (list, carriedMinor) => {
        const draft = drafted(list, { carriedMinor });
        const owed = list.filter((one) => one > 0n).reduce((sum, one) => sum + one, 0n);
        expect(draft === null).toBe(owed === 0n);
        if (!draft) return;
        const { figures, parts } = draft;
        const settled = parts.reduce((sum, one) => sum + one.netMinor, 0n);
        expect(figures.netMinor - figures.carriedMinor).toBe(settled - carriedMinor);
        expect(figures.netMinor === 0n || figures.carriedMinor === 0n).toBe(true);
        expect(figures.commissionMinor + figures.providerMinor).toBe(figures.netMinor);
        expect(recomputeMonth(JSON.parse(JSON.stringify(draft.bundle)))).toEqual(draft.result);
      }),
    );
  });
});

test("is named after the contract's last month", () => {
  expect(statementMonth({ period: "2026-11", closing: 0 })).toBe("November 2026");
  expect(statementMonth({ period: "2026-11", closing: 1 })).toBe("After November 2026");
  expect(statementName({ period: "2026-11", closing: 0 })).toBe("November 2026 statement");
  expect(statementName({ period: "2026-11", closing: 2 })).toBe(
    "Closing statement after November 2026 (2)",
  );
});
