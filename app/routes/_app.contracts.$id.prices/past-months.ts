import type { PastLevel, PastMonth } from "../../../domain/contracts/baseline.ts";

type Given = {
  period: string;
  frozen: boolean;
  levels: readonly { id: string; measured?: string | null; excused: boolean; against?: unknown }[];
};

/** The months of an answer as the prices read them. */
export function pastMonths(months: readonly Given[]): PastMonth[] {
  return months.map(({ period, frozen, levels }) => ({ period, frozen, levels: levels.map(pastLevel) }));
}

function pastLevel({ id, measured, excused, against }: Given["levels"][number]): PastLevel {
  const plain = { id, measured: measured ?? null, excused };
  return against ? { ...plain, against: against as NonNullable<PastLevel["against"]> } : plain;
}
