import { describe, expect, test } from "vitest";
import { correctedFigures, hashedCorrections } from "./corrected-figures.ts";
import { correctionHash } from "./correction.ts";
import type { FrozenFigure } from "./frozen-figures.ts";

const one = (levelId: string, bundleHash: string, status = "met"): FrozenFigure =>
  ({ levelId, bundleHash, status, kind: "ratio", bundle: { id: levelId } }) as unknown as FrozenFigure;
const outcome = (frozen: FrozenFigure[], measured: FrozenFigure[]) =>
  correctedFigures({ frozen, measured }).map(({ levelId, frozen: was, corrected }) => [
    levelId,
    was?.bundleHash ?? null,
    corrected?.bundleHash ?? null,
  ]);

describe("the figures of a correction", () => {
  test.each([
    ["the same bundle", [one("a", "x")], [one("a", "x")], []],
    ["another bundle", [one("a", "x")], [one("a", "y")], [["a", "x", "y"]]],
    ["none frozen", [], [one("a", "y")], [["a", null, "y"]]],
    ["none any more", [one("a", "x")], [], [["a", "x", null]]],
    ["one of two", [one("a", "x"), one("b", "z")], [one("a", "x"), one("b", "w")], [["b", "z", "w"]]],
  ])("with %s", (_name, frozen, measured, expected) => {
    expect(outcome(frozen, measured)).toEqual(expected);
  });

  test("are in its hash by their bundles, and a correction without any keeps the hash it always had", () => {
    const content = {
      ...{ engagementId: "e", period: "2026-10", number: 1, ruleVersion: "2", calendarVersion: 1 },
      ...{ levels: [], verdicts: [], prevHash: "sha256:0" },
    };
    const changed = correctedFigures({ frozen: [one("a", "x")], measured: [one("a", "y")] });
    const other = correctedFigures({ frozen: [one("a", "x")], measured: [one("a", "w")] });
    const hashes = [[], changed, other].map((all) =>
      correctionHash({ ...content, ...hashedCorrections(all) }),
    );
    expect(hashes[0]).toBe(correctionHash(content));
    expect(new Set(hashes).size).toBe(3);
  });
});
