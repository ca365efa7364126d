import type { ClockRules } from "../../domain/catalogue/clock-rules.ts";
import { rulesInWords } from "../../domain/catalogue/clock-words.ts";
import { termsSchema } from "../../domain/contracts/terms.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { LevelFigure } from "../../domain/service-levels/level-figure.ts";
import { canonicalJson } from "../../domain/shared/canonical-json.ts";
import { sha256Hex } from "../../domain/shared/sha256.ts";
import type { Tx } from "../db.ts";
import { partiesAre } from "../party-scope.ts";

/** The conditions by which a month's clock was measured. */
export type MonthClockRules = {
  levelId: string;
  /** The version of the contract that says so; null where the month does not name one. */
  termsVersion: number | null;
  hash: string;
  /** Empty where no version of the contract has conditions of this hash. */
  words: string[];
};

/**
 * The conditions of the clocks of a month's figures, in words, from the version of the contract that each
 * figure names: a later version changes nothing about a frozen month. Levels without conditions of their own
 * are left out. A version counts only where its conditions have the hash that the figure keeps; where the
 * figure names none, the first version that has them.
 */
export async function monthClockRules(
  tx: Tx,
  p: { viewer: Viewer; engagementId: string; levels: readonly LevelFigure[] },
): Promise<MonthClockRules[]> {
  const named = p.levels.flatMap(({ levelId, clockRules }) =>
    clockRules ? [{ levelId, ...clockRules }] : [],
  );
  if (named.length === 0) return [];
  const rows = await tx.$queryRaw<{ number: number; terms: unknown }[]>`
    select v.number, v.terms from engagement e join sow_version v
      on v.statement_of_work_id = e.statement_of_work_id
    where e.id = ${p.engagementId}::uuid and ${partiesAre(p.viewer, "e")} order by v.number`;
  const versions = rows.map(({ number, terms }) => ({ number, terms: termsSchema.parse(terms) }));
  return named.map(({ levelId, termsVersion, hash }) => {
    const candidates = versions.filter((one) => termsVersion === null || one.number === termsVersion);
    for (const { number, terms } of candidates) {
      const rules = terms.serviceLevels.find((level) => level.id === levelId)?.clock?.rules;
      if (rules && hashOf(rules) === hash)
        return { levelId, termsVersion: number, hash, words: rulesInWords(rules) };
    }
    return { levelId, termsVersion, hash, words: [] };
  });
}

function hashOf(rules: ClockRules): string {
  return `sha256:${sha256Hex(canonicalJson(rules))}`;
}
