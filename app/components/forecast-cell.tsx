import { Link } from "@remix-run/react";
import { changeText } from "./change-text.ts";
import { Figure } from "./figure.tsx";
import { Money, type MoneyProps } from "./money.tsx";
import { Sparkline } from "./sparkline.tsx";

export interface Forecast {
  unit: string;
  method: string;
  value?: string | null;
  low?: string | null;
  high?: string | null;
  test?: { months: number; error: string; naiveError: string } | null;
}

/** Where a level is likely to end the month: the interval, and how far off such forecasts have been. */
export function ForecastCell({ forecast }: { forecast: Forecast | null | undefined }) {
  if (!forecast?.value) return <small>nothing to go by yet</small>;
  const { value, unit, low, high, method, test } = forecast;
  const error = method === "as_now" ? test?.naiveError : test?.error;
  const off =
    test && error ? `usually ${error} off (${test.months} months)` : "no earlier month to try it on";
  return (
    <>
      <Figure value={value} unit={unit} of={low && high ? `${low} to ${high}` : null} />
      <small>{method === "as_now" ? `as it stands, ${off}` : off}</small>
    </>
  );
}

type Amount = Pick<MoneyProps, "amountMinor" | "currency">;

/** The credits of the month's forecast, with what they are now and at the worst. */
export function CreditCell({ credits }: { credits: { now: Amount; forecast: Amount; worst: Amount } }) {
  return (
    <>
      <Money {...credits.forecast} />
      <small>
        now <Money {...credits.now} />
      </small>
      <small>
        at worst <Money {...credits.worst} />
      </small>
    </>
  );
}

export interface StandingScore {
  value?: string | null;
  change?: string | null;
  trend: readonly { period: string; percent?: string | null }[];
}

/** The scorecard's score with its trend; it opens the card. */
export function ScoreCell({ id, score }: { id: string; score: StandingScore | null | undefined }) {
  const href = `/engagements/${id}/scorecard`;
  if (!score) return <Link to={href}>no card yet</Link>;
  const values = score.trend.map((month) => (month.percent ? Number(month.percent) : null));
  const known = values.filter((value) => value !== null);
  return (
    <>
      <Link to={href}>{score.value ?? "none"}</Link>
      {known.length < 2 ? null : (
        <Sparkline
          values={values}
          min={0}
          max={100}
          label={`Score of ${known.length} months, from ${known[0]} to ${known.at(-1)}`}
        />
      )}
      <small>{changeText(score.change)}</small>
    </>
  );
}
