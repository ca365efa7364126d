import type { FigureBundle, FigureKind } from "./figure-bundle.ts";
import type { FrozenFigure } from "./frozen-figures.ts";
import type { LevelStatus } from "./level-figure.ts";

/**
 * A figure that no clock makes and that a correction measured from something else than its month froze. Null
 * on one side: the month was frozen before figures had bundles, or the level has none any more.
 */
export type CorrectedFigure = {
  levelId: string;
  frozen: { status: string; bundleHash: string } | null;
  corrected: { kind: FigureKind; status: LevelStatus; bundle: FigureBundle; bundleHash: string } | null;
};

type Known = Pick<FrozenFigure, "levelId" | "bundleHash"> & { status: string };

/** The figures whose bundles differ from the frozen ones; the others are rebuilt from those. */
export function correctedFigures(p: {
  frozen: readonly Known[];
  measured: readonly FrozenFigure[];
}): CorrectedFigure[] {
  const before = new Map(p.frozen.map((one) => [one.levelId, one]));
  const changed = p.measured.flatMap(({ levelId, ...corrected }): CorrectedFigure[] => {
    const old = before.get(levelId);
    if (old?.bundleHash === corrected.bundleHash) return [];
    const frozen = old ? { status: old.status, bundleHash: old.bundleHash } : null;
    return [{ levelId, frozen, corrected }];
  });
  const measured = new Set(p.measured.map((one) => one.levelId));
  const gone = p.frozen
    .filter((one) => !measured.has(one.levelId))
    .map(({ levelId, status, bundleHash }) => ({
      levelId,
      frozen: { status, bundleHash },
      corrected: null,
    }));
  return [...changed, ...gone];
}

/** What the correction's hash says of them; nothing where there are none, as before there were any. */
export function hashedCorrections(figures: readonly CorrectedFigure[]): {
  figures?: { levelId: string; bundleHash: string | null }[];
} {
  if (figures.length === 0) return {};
  return {
    figures: figures.map(({ levelId, corrected }) => ({
      levelId,
      bundleHash: corrected?.bundleHash ?? null,
    })),
  };
}
