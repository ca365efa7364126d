import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { SelectField } from "../../components/choice-fields.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { LedgerTabs } from "../../components/ledger-tabs.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField } from "../../components/text-fields.tsx";
import { found, query } from "../../graphql.server.ts";
import { requireLedger } from "../../ledger.server.ts";
import { LedgerAccountDocument } from "./account.graphql.ts";

export const handle = {
  crumbs: (data: Data) => [
    { label: "Ledger", href: "/ledger" },
    { label: `${data.account.name}, ${data.account.currency}` },
  ],
};
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.account.name ?? "Account"} · Engine Room` },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  requireLedger({ request, context });
  const search = new URL(request.url).searchParams;
  const before = search.get("before");
  const page = await query({ request, context }, LedgerAccountDocument, {
    code: params.code ?? "",
    currency: params.currency ?? "",
    organizationId: search.get("party") || null,
    from: search.get("from") || null,
    to: search.get("to") || null,
    ...(before ? { last: 50, before } : { first: 50, after: search.get("after") }),
  });
  return { account: found(page.ledgerAccount) };
}

type Data = Awaited<ReturnType<typeof loader>>;
type Row = Data["account"]["lines"]["edges"][number]["node"];

export default function LedgerAccount() {
  const { account } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const { pageInfo, edges } = account.lines;
  const csv = new URLSearchParams({ ...filtersOf(search), code: account.code, currency: account.currency });
  const to = (cursor: Record<string, string>) =>
    `?${new URLSearchParams({ ...filtersOf(search), ...cursor })}`;
  return (
    <>
      <PageHead
        title={`${account.name}, ${account.currency}`}
        lead="Every leg with the balance after it. A debit is positive, a credit negative."
      />
      <LedgerTabs />
      <KeyFigures
        figures={[
          { label: "Before the first day", value: <Money {...account.opening} /> },
          { label: "At the end", value: <Money {...account.closing} /> },
          { label: "Legs", value: account.lineCount },
        ]}
      />
      <Filters parties={account.parties} search={search} />
      <Section
        title="Legs"
        note="newest first"
        actions={
          <ButtonLink to={`/ledger/csv?${csv}`} reloadDocument>
            CSV
          </ButtonLink>
        }
      >
        <DataTable
          caption={`Legs of ${account.name}`}
          columns={COLUMNS}
          rows={edges.map((edge) => edge.node)}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="none-found" title="No leg fits these filters">
              Choose other days or another party.
            </EmptyState>
          }
        />
        <Pagination
          label="legs"
          {...(pageInfo.hasPreviousPage && pageInfo.startCursor
            ? { previousHref: to({ before: pageInfo.startCursor }) }
            : {})}
          {...(pageInfo.hasNextPage && pageInfo.endCursor
            ? { nextHref: to({ after: pageInfo.endCursor }) }
            : {})}
        />
      </Section>
    </>
  );
}

function filtersOf(search: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    ["party", "from", "to"].flatMap((name) => (search.get(name) ? [[name, search.get(name) ?? ""]] : [])),
  );
}

function Filters({ parties, search }: { parties: Data["account"]["parties"]; search: URLSearchParams }) {
  return (
    <Form method="get" data-screen-only>
      {parties.length > 0 ? (
        <SelectField
          label="Party"
          name="party"
          defaultValue={search.get("party") ?? ""}
          placeholder="Everybody"
          options={parties.map((one) => ({ value: one.id, label: one.name }))}
        />
      ) : null}
      <DateField label="From" name="from" defaultValue={search.get("from") ?? ""} />
      <DateField label="To" name="to" defaultValue={search.get("to") ?? ""} />
      <SubmitButton>Show</SubmitButton>
    </Form>
  );
}

const COLUMNS: Column<Row>[] = [
  { key: "at", header: "Takes effect", cell: (row) => <When instant={row.effectiveAt} /> },
  {
    key: "memo",
    header: "Entry",
    rowHeader: true,
    cell: (row) => <Link to={`/ledger/entries/${row.entryId}`}>{row.memo}</Link>,
  },
  { key: "party", header: "Party", cell: (row) => row.organizationName ?? "Marketplace" },
  { key: "amount", header: "Amount", numeric: true, cell: (row) => <Money {...row.amount} /> },
  { key: "balance", header: "Balance", numeric: true, cell: (row) => <Money {...row.balance} /> },
];
