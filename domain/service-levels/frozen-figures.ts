import { bundleHash } from "./bundle-hash.ts";
import type { FigureBundle, FigureKind } from "./figure-bundle.ts";
import { figureBundleFor } from "./figure-bundle-for.ts";
import type { LevelReading, LevelStatus, MonthInput } from "./level-figure.ts";

/** A figure that no clock makes, as its month freezes it. */
export type FrozenFigure = {
  levelId: string;
  kind: FigureKind;
  status: LevelStatus;
  bundle: FigureBundle;
  bundleHash: string;
};

/** The bundles that a month freezes beside the verdicts of its clocks, in the contract's order. */
export function frozenFigures(p: {
  engagementId: string;
  measured: { inputs: readonly MonthInput[]; readings: readonly LevelReading[] };
}): FrozenFigure[] {
  return p.measured.inputs.flatMap((input, index): FrozenFigure[] => {
    const { level, period } = input;
    const id = `${p.engagementId}/${level.id}/${period.month ?? ""}`;
    const bundle = figureBundleFor({ id, input });
    const status = p.measured.readings[index]?.figure.status;
    if (!bundle || !status) return [];
    const { kind } = bundle;
    return [{ levelId: level.id, kind, status, bundle, bundleHash: bundleHash(bundle) }];
  });
}

/** What the hash of the month says of them; nothing where there are none, as before there were any. */
export function hashedFigures(figures: readonly FrozenFigure[]): {
  figures?: { levelId: string; bundleHash: string }[];
} {
  if (figures.length === 0) return {};
  return { figures: figures.map(({ levelId, bundleHash: hash }) => ({ levelId, bundleHash: hash })) };
}
