import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { LedgerTabs } from "../../components/ledger-tabs.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField } from "../../components/text-fields.tsx";
import { query } from "../../graphql.server.ts";
import { requireLedger } from "../../ledger.server.ts";
import { TrialBalanceDocument } from "./trial-balance.graphql.ts";

export const handle = { crumbs: () => [{ label: "Ledger" }] };
export const meta: MetaFunction = () => [{ title: "Trial balance · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireLedger({ request, context });
  const asOf = new URL(request.url).searchParams.get("asOf") || null;
  const page = await query({ request, context }, TrialBalanceDocument, { asOf });
  return { asOf, rows: page.trialBalance, closedThrough: page.periodLock.closedThrough };
}

type Row = Awaited<ReturnType<typeof loader>>["rows"][number];

export default function TrialBalance() {
  const { asOf, rows, closedThrough } = useLoaderData<typeof loader>();
  const currencies = [...new Set(rows.map((row) => row.balance.currency))];
  const csv = `/ledger/csv${asOf ? `?asOf=${asOf}` : ""}`;
  return (
    <>
      <PageHead
        title="Trial balance"
        lead={
          closedThrough ? (
            <>
              Sums of every leg in the books, by account. Closed through <Day date={closedThrough} />.
            </>
          ) : (
            "Sums of every leg in the books, by account. The books are open."
          )
        }
      />
      <LedgerTabs />
      <Form method="get" data-screen-only>
        <DateField
          label="At the end of"
          name="asOf"
          defaultValue={asOf ?? ""}
          hint="In UTC; empty for all."
        />
        <SubmitButton>Show</SubmitButton>
      </Form>
      {currencies.length === 0 ? (
        <EmptyState kind="nothing-yet" title="Nothing is in the books">
          {asOf
            ? "No entry took effect on this day or before."
            : "The first invoice writes the first entry."}
        </EmptyState>
      ) : null}
      {currencies.map((currency) => (
        <Section
          key={currency}
          title={currency}
          note={asOf ? <Day date={asOf} /> : "everything that is written"}
          actions={
            <ButtonLink to={csv} reloadDocument>
              CSV
            </ButtonLink>
          }
        >
          <DataTable
            caption={`Trial balance in ${currency}`}
            columns={COLUMNS}
            rows={withTotal(rows.filter((row) => row.balance.currency === currency))}
            rowKey={(row) => row.code}
          />
        </Section>
      ))}
    </>
  );
}

/** Debits and credits are equal in every currency; the database refuses anything else. */
function withTotal(rows: readonly Row[]): Row[] {
  const currency = rows[0]?.balance.currency ?? "";
  const sum = (key: "debit" | "credit" | "balance") => ({
    amountMinor: String(rows.reduce((total, row) => total + BigInt(row[key].amountMinor), 0n)),
    currency,
  });
  const sums = { debit: sum("debit"), credit: sum("credit"), balance: sum("balance") };
  return [...rows, { code: TOTAL, account: "Total", ...sums }];
}

const TOTAL = "total";

const COLUMNS: Column<Row>[] = [
  {
    key: "account",
    header: "Account",
    rowHeader: true,
    cell: (row) =>
      row.code === TOTAL ? (
        row.account
      ) : (
        <Link to={`/ledger/accounts/${row.code}/${row.balance.currency}`}>{row.account}</Link>
      ),
  },
  { key: "debit", header: "Debit", numeric: true, cell: (row) => <Money {...row.debit} /> },
  { key: "credit", header: "Credit", numeric: true, cell: (row) => <Money {...row.credit} /> },
  { key: "balance", header: "Balance", numeric: true, cell: (row) => <Money {...row.balance} /> },
];
