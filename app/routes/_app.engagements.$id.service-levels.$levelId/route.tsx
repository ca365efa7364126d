import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { FigureDetail } from "../../../domain/service-levels/month-figure.ts";
import { counted } from "../../components/count-words.ts";
import { Notice } from "../../components/notice.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { ClockRulesSection } from "./clock-rules-section.tsx";
import { DefinitionSection } from "./definition-section.tsx";
import { DetailSection } from "./figure-detail.tsx";
import { FigureStrip, type Level } from "./figure-strip.tsx";
import { LevelRowsDocument } from "./level-rows.graphql.ts";
import { RowTable } from "./row-table.tsx";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.level.name ?? "Service level"} · Engine Room` },
];

export const handle = {
  crumbs: ({ id, month, level }: { id: string; month: string; level: { name: string } }) => [
    { label: "Service levels", href: `/engagements/${id}/service-levels?month=${month}` },
    { label: level.name },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const month = searchParams.get("month") ?? "";
  const after = searchParams.get("after");
  const valid = /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(month) ? month : null;
  const p = { id: params.id ?? "", levelId: params.levelId ?? "", month: found(valid), after };
  const answer = await query({ request, context }, LevelRowsDocument, p);
  const figures = found(answer.monthFigures);
  const level = found(figures.levels.find((one) => one.levelId === p.levelId));
  const { rows, next } = found(answer.monthRows);
  return {
    id: p.id,
    month: p.month,
    zone: figures.zone,
    state: figures.state,
    figures,
    level,
    detailKind: (level.detail as FigureDetail | null)?.kind ?? null,
    definition: found(answer.levelDefinition),
    mayContest: answer.viewer?.permissions.includes("contest:make") ?? false,
    rows,
    next,
    isFirst: after === null,
  };
}

export default function LevelRows() {
  const page = useLoaderData<typeof loader>();
  const { month, zone, state, level, definition, rows, next, isFirst } = page;
  const timed = level.kind === "clock_attainment" || level.kind === "duration";
  const sampled = definition.drawn;
  const pageHref = (after: string) => `?month=${month}&after=${encodeURIComponent(after)}`;
  return (
    <>
      <FigureStrip level={level} month={month} state={state} />
      {level.reason ? <Notice title={level.reason}>{againstText(level)}</Notice> : null}
      <DefinitionSection definition={definition} />
      {sampled ? (
        <SampleLink
          href={`/engagements/${page.id}/service-levels/${level.levelId}/sample?month=${month}`}
        />
      ) : null}
      {timed ? <ClockRulesSection month={page.figures} levelId={level.levelId} /> : null}
      {level.detail ? <DetailSection detail={level.detail as FigureDetail} unit={level.unit} /> : null}
      <Section title="The rows behind it" note="misses first">
        <RowTable
          rows={rows}
          zone={zone}
          timed={timed}
          unit={level.unit}
          kind={page.detailKind ?? level.kind}
          looked={level.n > 0}
          // What a drawn item counts as is settled by its scores.
          contestHref={
            page.mayContest && state !== "frozen" && !sampled ? (row) => contestHref(page, row) : undefined
          }
        />
        <Pagination
          label="rows"
          summary={rows.length === 0 ? null : `${counted(rows.length, "row")} shown`}
          {...(isFirst ? {} : { previousHref: `?month=${month}` })}
          {...(next ? { nextHref: pageHref(next) } : {})}
        />
      </Section>
    </>
  );
}

/** Where the draw, its items and their scores stand. */
function SampleLink({ href }: { href: string }) {
  return (
    <p>
      <Link to={href}>The sample: draw, items and scores</Link>
    </p>
  );
}

/** In a small month: the count target that decides in place of the figure. */
function againstText(level: Level): string | null {
  const { against } = level;
  if (!against) return null;
  return `${against.measured} counted; more than ${against.target} is a miss, more than ${against.minimum} a failure.`;
}

type ContestedRow = { workItemId: string; openedAt: string; resolvedAt?: string | null | undefined };

/** The form that contests one verdict behind the figure, or a stretch of an outage. */
function contestHref(
  page: { id: string; month: string; level: { levelId: string; kind: string }; detailKind: string | null },
  row: ContestedRow,
): string {
  const isDowntime = page.detailKind === "uptime";
  const query = new URLSearchParams({
    subject: isDowntime ? "interval" : "verdict",
    workItem: row.workItemId,
    level: page.level.levelId,
    month: page.month,
    ...(page.level.kind === "clock_attainment" ? { effect: "exclude" } : {}),
    ...(isDowntime ? { from: row.openedAt, to: row.resolvedAt ?? "" } : {}),
  });
  return `/engagements/${page.id}/contests/new?${query}`;
}
