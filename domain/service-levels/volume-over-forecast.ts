import { DomainError } from "../shared/domain-error.ts";
import { basisPoints, multiplyRationals, rational } from "../shared/rational.ts";

/** Up to this share of the forecast the provider carries the volume. */
export const VOLUME_LIMIT_BPS = 12_000;

/** "412 items against a forecast of 300: 120 % are 360, 52 over." */
export type VolumeArithmetic = {
  forecast: number;
  actual: number;
  limitBps: number;
  /** forecast × 120 %, cut to whole items. */
  allowed: number;
  over: number;
  /** The items over the limit: those opened last. */
  workItemIds: string[];
};

export class VolumeWithinForecast extends DomainError {
  constructor(p: { forecast: number; actual: number; allowed: number }) {
    super({
      code: "volume_within_forecast",
      message: `${p.actual} items against a forecast of ${p.forecast}: up to ${p.allowed} are within 120 %.`,
      field: "forecast",
      details: p,
    });
  }
}

/**
 * The items over 120 % of the forecast, the last opened first to be left out. `opened` are the month's items
 * in the order in which they were opened. Throws VolumeWithinForecast.
 */
export function volumeOverForecast(p: {
  forecast: number;
  opened: readonly { id: string }[];
}): VolumeArithmetic {
  const { numerator, denominator } = multiplyRationals(
    rational(BigInt(p.forecast)),
    basisPoints(VOLUME_LIMIT_BPS),
  );
  const allowed = Number(numerator / denominator);
  const actual = p.opened.length;
  if (actual <= allowed) throw new VolumeWithinForecast({ forecast: p.forecast, actual, allowed });
  return {
    forecast: p.forecast,
    actual,
    limitBps: VOLUME_LIMIT_BPS,
    allowed,
    over: actual - allowed,
    workItemIds: p.opened.slice(allowed).map((one) => one.id),
  };
}
