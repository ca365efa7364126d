import type { PastMonth } from "../../../domain/contracts/baseline.ts";

type Given = {
  period: string;
  frozen: boolean;
  levels: readonly { id: string; measured?: string | null; excused: boolean }[];
};

/** The months of an answer as the prices read them. */
export function pastMonths(months: readonly Given[]): PastMonth[] {
  return months.map(({ period, frozen, levels }) => ({
    ...{ period, frozen },
    levels: levels.map(({ id, measured, excused }) => ({ id, measured: measured ?? null, excused })),
  }));
}
