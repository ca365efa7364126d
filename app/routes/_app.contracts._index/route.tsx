import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FilterChips } from "../../components/filter-chips.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { TodoList } from "../../components/todo-list.tsx";
import { query } from "../../graphql.server.ts";
import { ContractsDocument } from "./contracts.graphql.ts";
import { CONTRACT_STATES, ContractState } from "./state-words.tsx";

export const handle = { crumbs: () => [{ label: "Contracts" }] };

export const meta: MetaFunction = () => [{ title: "Contracts · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const asked = search.get("state");
  const state = CONTRACT_STATES.find((one) => one.state === asked)?.state ?? null;
  const filter = state ? { states: [state] } : null;
  const { mine, all } = await query({ request, context }, ContractsDocument, {
    filter,
    after: search.get("after"),
  });
  return {
    state,
    mine: mine.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    rows: all.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    next: all.pageInfo.hasNextPage ? all.pageInfo.endCursor : null,
    mayOrder: context.viewer?.organizationKind === "buyer",
  };
}

type Loaded = Awaited<ReturnType<typeof loader>>;

export default function Contracts() {
  const { state, mine, rows, next, mayOrder } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead
        title={titleOf(mine.length)}
        lead="Orders, offers and contracts, with their versions and signatures."
        actions={mayOrder ? <ButtonLink to="/catalogue">Order a service</ButtonLink> : null}
      />
      {mine.length > 0 ? (
        <Section title="Waiting for you" first>
          <TodoList label="Contracts that wait for you" items={mine.map(todoOf)} />
        </Section>
      ) : null}
      <Section title="All contracts" first={mine.length === 0}>
        <FilterChips
          active={activeOf(state)}
          suggested={state ? [] : [{ label: "State", options: STATE_OPTIONS }]}
        />
        <ContractTable rows={rows} filtered={state !== null} mayOrder={mayOrder} />
        {next ? (
          <p>
            <Link to={`/contracts?${new URLSearchParams({ ...(state ? { state } : {}), after: next })}`}>
              Older contracts
            </Link>
          </p>
        ) : null}
      </Section>
    </>
  );
}

const STATE_OPTIONS = CONTRACT_STATES.map(({ state, word }) => ({
  label: word,
  href: `/contracts?state=${state}`,
}));

function activeOf(state: string | null) {
  const word = CONTRACT_STATES.find((one) => one.state === state)?.word;
  return word ? [{ label: "State", value: word, clearHref: "/contracts" }] : [];
}

function titleOf(waiting: number): string {
  if (waiting === 0) return "No contract waits for you";
  return waiting === 1 ? "One contract waits for you" : `${waiting} contracts wait for you`;
}

function todoOf(sow: Loaded["mine"][number]) {
  const other = sow.viewerParty === "buyer" ? sow.provider.name : sow.buyer.name;
  const gap = sow.attestationGaps[0];
  return {
    id: sow.id,
    status: <Status tone="risk">{NEXT_STEP[sow.state] ?? "Read"}</Status>,
    text: <Link to={`/contracts/${sow.id}`}>{sow.title}</Link>,
    sub: (
      <>
        {other}, version {sow.currentVersion}, starts <Day date={sow.startsOn} />
        {gap ? `. ${gap.name} does not hold today.` : ""}
      </>
    ),
    action: (
      <ButtonLink to={`/contracts/${sow.id}`} size="small">
        Open
      </ButtonLink>
    ),
  };
}

const NEXT_STEP: Readonly<Record<string, string>> = {
  draft: "Send or change",
  offered: "Review and countersign",
  countersigned: "Sign",
};

function ContractTable(props: { rows: Loaded["rows"]; filtered: boolean; mayOrder: boolean }) {
  return (
    <DataTable
      caption="Contracts"
      rows={props.rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "title",
          header: "Contract",
          rowHeader: true,
          cell: (row) => <Link to={`/contracts/${row.id}`}>{row.title}</Link>,
        },
        { key: "with", header: "With", cell: withWhom },
        { key: "module", header: "Service", cell: (row) => row.moduleName },
        { key: "state", header: "State", cell: (row) => <ContractState {...row} /> },
        { key: "starts", header: "Starts", cell: (row) => <Day date={row.startsOn} /> },
        { key: "fee", header: "Monthly fee", numeric: true, cell: (row) => <Money {...row.monthlyFee} /> },
      ]}
      empty={
        props.filtered ? (
          <EmptyState
            kind="none-found"
            title="No contract is in this state"
            action={<Link to="/contracts">Show all</Link>}
          />
        ) : (
          <EmptyState
            kind="nothing-yet"
            title="No contracts yet"
            action={props.mayOrder ? <ButtonLink to="/catalogue">Find a service</ButtonLink> : undefined}
          >
            A contract begins with an order from the catalogue.
          </EmptyState>
        )
      }
    />
  );
}

function withWhom(row: Loaded["rows"][number]): string {
  if (row.viewerParty === "buyer") return row.provider.name;
  if (row.viewerParty === "provider") return row.buyer.name;
  return `${row.buyer.name} and ${row.provider.name}`;
}
