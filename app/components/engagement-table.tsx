import { Link } from "@remix-run/react";
import { behindFigure, monthText, rowsHref } from "./behind-figure.ts";
import { Bullet } from "./bullet.tsx";
import { Figure } from "./figure.tsx";
import { standingWord } from "./level-words.ts";
import { Percent } from "./percent.tsx";
import { Sparkline } from "./sparkline.tsx";
import { Status, type StatusTone } from "./status.tsx";

export interface Standing {
  engagementId: string;
  title: string;
  buyer: string;
  provider: string;
  moduleName: string;
  status?: string | null;
  month: string;
  outOfDate?: boolean;
  headline?: {
    levelId: string;
    name: string;
    measured?: string | null;
    target: string;
    minimum: string;
    unit: string;
    direction: string;
    n: number;
    excluded: number;
    windowFrom?: string | null;
    low?: string | null;
    high?: string | null;
  } | null;
  trend: readonly { period: string; percent?: string | null }[];
  statement?: {
    statementId: string;
    period: string;
    state: string;
    invoiceState?: string | null;
    waitsForBuyer: boolean;
    waitsForProvider: boolean;
  } | null;
}

/** The engagement as the reader knows it: the other party, and its title beneath, for two may share many. */
export function EngagementName({ row, party }: { row: Standing; party: "buyer" | "provider" | "both" }) {
  const name = party === "buyer" ? row.buyer : party === "provider" ? row.provider : row.buyer;
  return (
    <>
      <Link to={`/engagements/${row.engagementId}`}>{name}</Link>
      <small>
        {row.title}
        {party === "both" ? ` · ${row.provider}` : ""}
      </small>
    </>
  );
}

/**
 * The worst level of the month so far against its target, with what it was measured on and over; it opens
 * its rows. A share of nothing is not drawn.
 */
export function AttainmentCell({ row }: { row: Standing }) {
  const { headline } = row;
  if (!headline?.measured)
    return <Status tone="neutral">{row.outOfDate ? "Being measured" : "Nothing counted yet"}</Status>;
  const value = Number(headline.measured);
  const target = Number(headline.target);
  const higher = headline.direction === "higher";
  const tone = TONES[row.status ?? ""] ?? "held";
  const word = standingWord(row.status ?? "", headline.direction);
  const spread = Math.max(Math.abs(target - Number(headline.minimum)) * 2, 5);
  const isShare = headline.unit === "%";
  const most = isShare ? 100 : Math.max(target + spread, value);
  return (
    <>
      <Link to={rowsHref({ ...row, levelId: headline.levelId })}>
        <b>
          {isShare ? (
            <Percent value={headline.measured as `${number}`} digits={1} />
          ) : (
            <Figure value={headline.measured} unit={headline.unit} />
          )}
        </b>
      </Link>{" "}
      of {higher ? "" : "at most "}
      {headline.target}
      <Bullet
        value={value}
        target={target}
        min={higher ? Math.max(0, Math.min(target - spread, value)) : 0}
        max={higher ? most : Math.max(target + spread, value)}
        tone={tone}
        label={
          `${headline.name}: ${headline.measured} ${headline.unit}, ` +
          `target ${headline.target} ${headline.unit}, ${word}`
        }
      />
      <small>
        {headline.name}, {word}: {behindHeadline(row.month, headline)}
      </small>
    </>
  );
}

/** What the month's worst level was measured on and over, and what was left out. */
export function behindHeadline(month: string, headline: NonNullable<Standing["headline"]>): string {
  const { n, excluded, windowFrom } = headline;
  return behindFigure({ n, excluded, windowFrom: windowFrom ?? month, windowTo: month });
}

export function TrendCell({ row }: { row: Standing }) {
  const values = row.trend.map((month) => (month.percent ? Number(month.percent) : null));
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <small>too short to draw</small>;
  const unit = row.headline?.unit ?? "%";
  const label = `${known.length} months, from ${known[0]} ${unit} to ${known.at(-1)} ${unit}`;
  return <Sparkline values={values} label={label} />;
}

/** Where the latest statement stands, in the reader's words. */
export function StatementCell({ statement }: { statement: Standing["statement"] }) {
  if (!statement) return <Status tone="neutral">None yet</Status>;
  const { tone, text } = statementWords(statement);
  return (
    <Link to={`/statements/${statement.statementId}`}>
      <Status tone={tone}>
        {monthText(statement.period)} {text}
      </Status>
    </Link>
  );
}

function statementWords(one: NonNullable<Standing["statement"]>): { tone: StatusTone; text: string } {
  if (one.waitsForBuyer && one.waitsForProvider) return { tone: "held", text: "waits for both" };
  if (one.waitsForBuyer) return { tone: "held", text: "waits for buyer" };
  if (one.waitsForProvider) return { tone: "held", text: "waits for provider" };
  if (one.state === "paid") return { tone: "met", text: "paid" };
  if (one.state === "invoiced") return { tone: "held", text: "invoiced" };
  return { tone: one.state === "approved" ? "met" : "neutral", text: one.state.replaceAll("_", " ") };
}

/** "Nov 1–22" of a moment in the month. */
export function monthToDate(asOf: string): string {
  return `${monthText(asOf.slice(0, 7))} 1–${Number(asOf.slice(8, 10))}`;
}

const TONES: Record<string, "met" | "risk" | "breached"> = {
  met: "met",
  missed: "risk",
  failed: "breached",
};
