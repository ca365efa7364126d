import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { ContestStatus, CorrectionStatus, partyWord } from "../../components/contest-words.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { differenceWords } from "../../components/repriced-table.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import { ContestsDocument } from "./contests.graphql.ts";

export const meta: MetaFunction = () => [{ title: "Contests and exclusions · Engine Room" }];
export const handle = { crumbs: () => [{ label: "Contests and exclusions" }] };

const VIEWS: Record<string, readonly string[] | null> = {
  all: null,
  undecided: ["open", "disputed"],
  decided: ["accepted", "refused", "withdrawn"],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const view = searchParams.get("view") ?? "all";
  const states = VIEWS[view] ?? null;
  const id = params.id ?? "";
  const after = searchParams.get("after");
  const page = await query({ request, context }, ContestsDocument, {
    id,
    after,
    ...(states ? { states: [...states] } : {}),
  });
  return {
    id,
    view: VIEWS[view] === undefined ? "all" : view,
    contests: page.contests.edges.map((edge) => edge.node),
    next: page.contests.pageInfo.hasNextPage ? page.contests.pageInfo.endCursor : null,
    corrections: page.corrections.edges.map((edge) => edge.node),
    mayClaim: page.viewer?.permissions.includes("contest:make") ?? false,
  };
}

type Data = Awaited<ReturnType<typeof loader>>;
type Contest = Data["contests"][number];
type Correction = Data["corrections"][number];

export default function Contests() {
  const page = useLoaderData<typeof loader>();
  const undecided = page.contests.filter((one) => one.waitsFor).length;
  return (
    <>
      <Section
        first
        title="Contests and exclusions"
        note={
          undecided === 0 ? "nothing waits for a decision" : `${undecided} of these wait for a decision`
        }
        actions={
          page.mayClaim ? (
            <ButtonLink to={`/engagements/${page.id}/contests/new?kind=volume_over_forecast`}>
              Claim volume over forecast
            </ButtonLink>
          ) : undefined
        }
      >
        <ViewLinks view={page.view} />
        <DataTable
          caption="Contests and exclusions, undecided first"
          columns={CONTEST_COLUMNS}
          rows={page.contests}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="Nothing was contested">
              Open a piece of work and choose the stretch of its clock that counts otherwise than it should,
              or claim an exclusion there.
            </EmptyState>
          }
        />
        <Pagination
          label="contests"
          {...(page.next ? { nextHref: `?view=${page.view}&after=${page.next}` } : {})}
        />
      </Section>
      <Section title="Corrections of frozen months" note="what came late, beside what was frozen">
        <DataTable
          caption="Corrections, newest first"
          columns={CORRECTION_COLUMNS}
          rows={page.corrections}
          rowKey={(row) => row.id}
          empty={<EmptyState kind="nothing-yet" title="No frozen month was corrected" />}
        />
      </Section>
    </>
  );
}

function ViewLinks({ view }: { view: string }) {
  return (
    <p>
      {Object.keys(VIEWS).map((one, index) => (
        <span key={one}>
          {index > 0 ? " · " : ""}
          {one === view ? <b>{viewWord(one)}</b> : <Link to={`?view=${one}`}>{viewWord(one)}</Link>}
        </span>
      ))}
    </p>
  );
}

function viewWord(view: string): string {
  return view.charAt(0).toUpperCase() + view.slice(1);
}

const CONTEST_COLUMNS: Column<Contest>[] = [
  {
    key: "title",
    header: "About",
    rowHeader: true,
    cell: (row) => (
      <>
        <Link to={`/contests/${row.id}`}>{row.title}</Link>
        {row.itemTitle ? <small>{row.itemTitle}</small> : null}
      </>
    ),
  },
  { key: "month", header: "Month", cell: (row) => monthName(row.month) },
  { key: "what", header: "What it says", cell: (row) => row.effectSentence },
  {
    key: "by",
    header: "Put forward by",
    cell: (row) => (
      <>
        {row.claimedBy}
        <small>the {partyWord(row.side)}</small>
      </>
    ),
  },
  { key: "state", header: "State", cell: (row) => <ContestStatus contest={row} /> },
  {
    key: "deadline",
    header: "Answer by",
    cell: (row) => (row.state === "open" ? <When instant={row.answerBy} format="short" /> : "none"),
  },
];

const CORRECTION_COLUMNS: Column<Correction>[] = [
  {
    key: "month",
    header: "Month",
    rowHeader: true,
    cell: (row) => (
      <Link to={`/corrections/${row.id}`}>
        {monthName(row.month)}
        {row.number > 1 ? `, correction ${row.number}` : ""}
      </Link>
    ),
  },
  { key: "why", header: "Why", cell: (row) => row.reason },
  {
    key: "difference",
    header: "Difference for the buyer",
    numeric: true,
    cell: (row) => (
      <>
        <Money {...row.difference} />
        <small>{differenceWords(row.difference)}</small>
      </>
    ),
  },
  { key: "state", header: "State", cell: (row) => <CorrectionStatus state={row.state} /> },
  { key: "made", header: "Made", cell: (row) => <When instant={row.createdAt} format="short" /> },
];
