import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Notice } from "../../components/notice.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { monthName, neighbour } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { DrawSection } from "./draw-section.tsx";
import { ItemSection } from "./item-table.tsx";
import { RepeatSection } from "./repeat-section.tsx";
import { LevelSampleDocument } from "./sample.graphql.ts";
import { sampleAction } from "./sample-action.server.ts";
import type { LevelSampleShown } from "./sample-shown.ts";
import { SampleStrip } from "./sample-strip.tsx";
import { ScoreSection } from "./score-form.tsx";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Sample of ${page?.level.levelName ?? "a level"} · Engine Room` },
];

export const handle = {
  crumbs: ({ level }: { level: LevelSampleShown }) => [
    {
      label: "Service levels",
      href: `/engagements/${level.engagementId}/service-levels?month=${level.month}`,
    },
    {
      label: level.levelName,
      href: `/engagements/${level.engagementId}/service-levels/${level.levelId}?month=${level.month}`,
    },
    { label: "Sample" },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const number = (name: string) => {
    const text = searchParams.get(name) ?? "";
    return /^\d{1,9}$/.test(text) ? Number(text) : null;
  };
  const month = searchParams.get("month") ?? "";
  const valid = /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(month) ? month : null;
  const view = searchParams.get("view") ?? "all";
  const filter = ["all", "mine", "differing", "errors"].includes(view) ? view : "all";
  const item = number("item");
  const after = number("after");
  const answer = await query({ request, context }, LevelSampleDocument, {
    id: params.id ?? "",
    levelId: params.levelId ?? "",
    month: found(valid),
    filter,
    after,
    itemAfter: item === null ? null : item - 1,
  });
  const level = found(answer.levelSample);
  const months = answer.engagementMonths?.months ?? [];
  const { sample } = level;
  return {
    level,
    figure: answer.monthFigures?.levels.find((one) => one.levelId === level.levelId) ?? null,
    mayRule: answer.viewer?.permissions.includes("contest:rule") ?? false,
    filter,
    hasItem: item !== null && item < (sample?.size ?? 0) && sample?.state !== "committed",
    isFirst: after === null,
    previous: neighbour(months, level.month, -1),
    next: neighbour(months, level.month, 1),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const place = { engagementId: params.id ?? "", levelId: params.levelId ?? "", form };
  return sampleAction({ request, context }, place);
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

export default function SamplePage() {
  const page = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const { level, figure } = page;
  const { sample } = level;
  const rows = sample?.items.rows ?? [];
  const chosen = sample?.chosen.rows[0];
  const hrefOf = (query: Record<string, string>) =>
    `?${new URLSearchParams({ month: level.month, ...query })}`;
  const isDrawn = sample && sample.state !== "committed";
  const due = sample?.progress.next;
  // What a frozen month says of a sample that was scored since is no longer so.
  const isLate = sample?.state === "scored" && Boolean(figure?.reason);
  return (
    <>
      <SampleStrip level={level} figure={figure} />
      {refusal ? <Notice tone="error" title={refusal.message} live /> : null}
      {isLate ? (
        <Notice title="The month was frozen before the sample was scored">
          Its figure stays as it was frozen. Measured again, the month takes the scores in a correction.
        </Notice>
      ) : figure?.reason ? (
        <Notice title={figure.reason} />
      ) : null}
      <DrawSection
        level={level}
        idempotencyKey={page.idempotencyKey}
        error={refusal?.issues.find((one) => one.field === "words")?.message ?? ""}
      />
      {chosen && page.hasItem ? (
        <ScoreSection
          level={level}
          item={chosen}
          mayRule={page.mayRule}
          idempotencyKey={page.idempotencyKey}
          refusal={refusal}
        />
      ) : null}
      {isDrawn && !page.hasItem && due !== null && due !== undefined ? (
        <Notice
          title={
            page.mayRule ? "Two scores differ and wait for your decision" : "Items wait for your score"
          }
          actions={<Link to={`${hrefOf({ item: String(due) })}#score`}>Go to the next</Link>}
        />
      ) : null}
      {isDrawn ? (
        <ItemSection
          sample={sample}
          rows={rows}
          filter={page.filter}
          unit={level.countedUnit}
          hrefOf={hrefOf}
          isFirst={page.isFirst}
        />
      ) : null}
      {sample ? (
        <RepeatSection
          sample={sample}
          filesHref={`/engagements/${level.engagementId}/service-levels/${level.levelId}/sample/files${hrefOf({})}`}
        />
      ) : null}
      <PlanSection level={level} previous={page.previous} next={page.next} />
    </>
  );
}

function PlanSection({ level, previous, next }: Pick<Loaded, "level" | "previous" | "next">) {
  return (
    <Section title="The plan" note={`${monthName(level.month)}, as agreed in the contract`}>
      <p>{level.plan}.</p>
      <Pagination
        label="months"
        {...(previous ? { previousHref: `?month=${previous}` } : {})}
        {...(next ? { nextHref: `?month=${next}` } : {})}
      />
    </Section>
  );
}
