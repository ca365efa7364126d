import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { KeyFigures } from "../../components/key-figures.tsx";
import { borderWord, targetText } from "../../components/level-words.ts";
import { Pagination } from "../../components/pagination.tsx";
import { Percent } from "../../components/percent.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { LevelStatus } from "../_app.engagements.$id.service-levels._index/level-status.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
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

const PAGE = 200;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const month = searchParams.get("month") ?? "";
  const valid = /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(month) ? month : null;
  const p = { id: params.id ?? "", levelId: params.levelId ?? "", month: found(valid) };
  const answer = await query({ request, context }, LevelRowsDocument, p);
  const figures = found(answer.monthFigures);
  const level = found(figures.levels.find((one) => one.levelId === p.levelId));
  const all = found(answer.monthRows);
  const from = Math.max(0, Number(searchParams.get("from")) || 0);
  return {
    id: p.id,
    month: p.month,
    zone: figures.zone,
    state: figures.state,
    level,
    rows: all.slice(from, from + PAGE),
    from,
    total: all.length,
  };
}

export default function LevelRows() {
  const { month, zone, state, level, rows, from, total } = useLoaderData<typeof loader>();
  return (
    <>
      <KeyFigures
        figures={[
          {
            label: `${level.name}, ${monthName(month)}`,
            value: level.measured ? <Percent value={level.measured as `${number}`} digits={2} /> : "none",
            note: <LevelStatus level={level} />,
          },
          {
            label: "Counted",
            value: level.n.toLocaleString("en-US"),
            note: state === "frozen" ? "frozen" : "as of now",
          },
          {
            label: "Misses",
            value: level.misses.toLocaleString("en-US"),
            ...(level.misses > 0 ? { tone: "breached" as const } : {}),
          },
          {
            label: "Target",
            value: targetText(level),
            note: `${borderWord(level.direction)} ${level.minimum} %`,
          },
        ]}
      />
      <Section title="The rows behind it" note="misses first">
        <RowTable rows={rows} zone={zone} timed={level.kind === "clock_attainment"} />
        <Pagination
          label="rows"
          summary={`${from + 1} to ${from + rows.length} of ${total}`}
          {...(from > 0 ? { previousHref: `?month=${month}&from=${Math.max(0, from - PAGE)}` } : {})}
          {...(from + PAGE < total ? { nextHref: `?month=${month}&from=${from + PAGE}` } : {})}
        />
      </Section>
    </>
  );
}
