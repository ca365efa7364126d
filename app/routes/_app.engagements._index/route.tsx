import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ListSearch } from "../../components/list-search.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { TodoList } from "../../components/todo-list.tsx";
import { query } from "../../graphql.server.ts";
import { EngagementState } from "./engagement-state.tsx";
import { EngagementsDocument } from "./engagements.graphql.ts";

export const handle = { crumbs: () => [{ label: "Engagements" }] };

export const meta: MetaFunction = () => [{ title: "Engagements · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const search = searchParams.get("q")?.trim().slice(0, 200) || null;
  const variables = { after: searchParams.get("after"), search };
  const { engagements } = await query({ request, context }, EngagementsDocument, variables);
  const { hasNextPage, endCursor } = engagements.pageInfo;
  return {
    rows: engagements.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: hasNextPage ? endCursor : null,
    search,
  };
}

type Row = Awaited<ReturnType<typeof loader>>["rows"][number];

export default function Engagements() {
  const { rows, next, search } = useLoaderData<typeof loader>();
  const mine = rows.filter((row) => openForViewer(row) > 0);
  return (
    <>
      <PageHead title={titleOf(mine.length)} lead="The work under signed contracts." />
      {mine.length > 0 ? (
        <Section title="Onboarding that waits for you" first>
          <TodoList label="Onboarding that waits for you" items={mine.map(todoOf)} />
        </Section>
      ) : null}
      <Section title="All engagements" first={mine.length === 0}>
        <ListSearch label="Engagements" hint="Words of the title, a name or the service" />
        <EngagementTable rows={rows} search={search} />
        {next ? (
          <p>
            <Link
              to={`/engagements?${new URLSearchParams({ ...(search ? { q: search } : {}), after: next })}`}
            >
              Older engagements
            </Link>
          </p>
        ) : null}
      </Section>
    </>
  );
}

function EngagementTable({ rows, search }: { rows: readonly Row[]; search: string | null }) {
  return (
    <DataTable
      caption="Engagements"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "title",
          header: "Engagement",
          rowHeader: true,
          cell: (row) => <Link to={`/engagements/${row.id}`}>{row.title}</Link>,
        },
        { key: "with", header: "With", cell: withWhom },
        { key: "service", header: "Service", cell: (row) => row.moduleName },
        { key: "state", header: "State", cell: (row) => <EngagementState {...row} /> },
        {
          key: "onboarding",
          header: "Onboarding",
          cell: ({ onboarding }) =>
            onboarding.complete ? "complete" : `${onboarding.done} of ${onboarding.total} done`,
        },
        { key: "starts", header: "Starts", cell: (row) => <Day date={row.startsOn} /> },
        { key: "ends", header: "Ends", cell: (row) => (row.endsOn ? <Day date={row.endsOn} /> : "open") },
      ]}
      empty={search ? <NoneFound search={search} /> : <NoneYet />}
    />
  );
}

function NoneFound({ search }: { search: string }) {
  return (
    <EmptyState
      kind="none-found"
      title={`No engagement speaks of “${search}”`}
      action={<ButtonLink to="/engagements">See all engagements</ButtonLink>}
    >
      Each word is looked for in the title, the names of both sides and the service.
    </EmptyState>
  );
}

function NoneYet() {
  return (
    <EmptyState
      kind="nothing-yet"
      title="No engagements yet"
      action={<ButtonLink to="/contracts">See the contracts</ButtonLink>}
    >
      An engagement opens when both sides have signed a contract.
    </EmptyState>
  );
}

function openForViewer(row: Row): number {
  if (row.state === "ended") return 0;
  if (row.viewerParty === "buyer") return row.onboarding.openForBuyer;
  return row.viewerParty === "provider" ? row.onboarding.openForProvider : 0;
}

function todoOf(row: Row) {
  const open = openForViewer(row);
  return {
    id: row.id,
    status: row.onboarding.late ? (
      <Status tone="risk">Work counts already</Status>
    ) : (
      <Status tone="held">Before the start</Status>
    ),
    text: <Link to={`/engagements/${row.id}`}>{row.title}</Link>,
    sub: `${open} required ${open === 1 ? "item is" : "items are"} yours to do`,
    action: (
      <ButtonLink to={`/engagements/${row.id}`} size="small">
        Open the checklist
      </ButtonLink>
    ),
  };
}

function titleOf(waiting: number): string {
  if (waiting === 0) return "Engagements";
  return waiting === 1 ? "One engagement waits for you" : `${waiting} engagements wait for you`;
}

function withWhom(row: Row): string {
  if (row.viewerParty === "buyer") return row.provider.name;
  if (row.viewerParty === "provider") return row.buyer.name;
  return `${row.buyer.name} and ${row.provider.name}`;
}
