import type { AttestationState } from "./attestation.ts";

type Judged = {
  name: string;
  level: string;
  levelName: string;
  state: AttestationState | (string & {});
  daysLeft: number;
};

/** What a row says of a provider's attestations, in place of every certificate. */
export type AttestationSummary = {
  /** What a reader must know first: lapsed before expiring before declared. */
  standing: "lapsed" | "expiring" | "holds" | "declared" | "none";
  /** The one that lapsed or expires, and its days left, negative once lapsed; null otherwise. */
  name: string | null;
  daysLeft: number | null;
  /** How many somebody has looked at, lapsed ones that were replaced left out. */
  seen: number;
  /** What holds, each level of checking for itself, the strictest first. */
  levels: { levelName: string; names: string[] }[];
};

/** The attestations of one provider in a few words, from how each stands on the day. */
export function summaryOfAttestations(all: readonly Judged[]): AttestationSummary {
  const current = withoutReplaced(all);
  const lapsed = current.filter((one) => one.state === "lapsed").sort((a, b) => b.daysLeft - a.daysLeft)[0];
  const expiring = current
    .filter((one) => one.state === "expiring")
    .sort((a, b) => a.daysLeft - b.daysLeft)[0];
  const worst = lapsed ?? expiring;
  const seen = current.filter((one) => one.level !== "declared").length;
  const calm = seen > 0 ? "holds" : current.length > 0 ? "declared" : "none";
  return {
    standing: lapsed ? "lapsed" : expiring ? "expiring" : calm,
    name: worst?.name ?? null,
    daysLeft: worst?.daysLeft ?? null,
    seen,
    levels: holdingByLevel(all),
  };
}

/** A lapsed one whose successor holds is history, not news. */
function withoutReplaced<One extends Judged>(all: readonly One[]): One[] {
  const holding = new Set(all.filter((one) => one.state === "valid").map((one) => one.name));
  return all.filter((one) => one.state === "valid" || !holding.has(one.name));
}

function holdingByLevel(all: readonly Judged[]): AttestationSummary["levels"] {
  const holding = all.filter((one) => one.state === "valid" || one.state === "expiring");
  const levels = [
    ...new Set(
      ["verified", "evidence_seen", "declared"].flatMap((level) =>
        holding.filter((one) => one.level === level).map((one) => one.levelName),
      ),
    ),
  ];
  return levels.map((levelName) => ({
    levelName,
    names: [...new Set(holding.filter((one) => one.levelName === levelName).map((one) => one.name))],
  }));
}
