import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { dateWords } from "../../../domain/shared/date-words.ts";
import { ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { askedYear } from "./asked-year.ts";
import { type Month, monthColumns, totalColumns } from "./columns.tsx";
import { EarningsDocument } from "./earnings.graphql.ts";

export const handle = { crumbs: () => [{ label: "Payouts", href: "/payouts" }, { label: "Earnings" }] };
export const meta: MetaFunction = () => [{ title: "Earnings · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const year = askedYear(request);
  const { earnings, viewer } = await query({ request, context }, EarningsDocument, { year });
  const isThisYear = year >= new Date().getUTCFullYear();
  return { year, ...earnings, isThisYear, isStaff: viewer?.organizationKind === "marketplace" };
}

export default function Earnings() {
  const { year, months, totals, disputes, isStaff, isThisYear } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead
        title={`Earnings of ${year}`}
        lead="Out of the books, by month. A summary for your own accounts: no tax form and no invoice."
        actions={
          <>
            <ButtonLink to={`/earnings?year=${year - 1}`}>{year - 1}</ButtonLink>
            {isThisYear ? null : <ButtonLink to={`/earnings?year=${year + 1}`}>{year + 1}</ButtonLink>}
            {["pdf", "csv", "json"].map((as) => (
              <ButtonLink key={as} to={`/earnings/file?year=${year}&as=${as}`} reloadDocument>
                {as.toUpperCase()}
              </ButtonLink>
            ))}
          </>
        }
      />
      {totals.length > 0 ? (
        <Section title="The year" note="by currency" first>
          <DataTable
            caption={`The sums of ${year}`}
            columns={totalColumns(isStaff)}
            rows={totals}
            rowKey={(row) => `${row.providerId} ${row.currency}`}
          />
        </Section>
      ) : null}
      <Section title="By month" note={TILES} first={totals.length === 0}>
        <DataTable
          caption={`Earnings of ${year} by month`}
          columns={monthColumns(isStaff)}
          rows={months}
          rowKey={(row: Month) => `${row.providerId} ${row.month} ${row.currency}`}
          empty={
            <EmptyState kind="nothing-yet" title={`Nothing was earned in ${year}`}>
              A month appears here once a buyer has paid for it.
            </EmptyState>
          }
        />
      </Section>
      {disputes.length > 0 ? (
        <Section title="Disputes" note="what happened to the provider's part of each disputed payment">
          <DataTable
            caption={`Disputes of ${year}`}
            columns={isStaff ? [PROVIDER, ...DISPUTE_COLUMNS] : DISPUTE_COLUMNS}
            rows={disputes}
            rowKey={(row) => `${row.disputeId} ${row.kind} ${row.day} ${row.amount.amountMinor}`}
          />
        </Section>
      ) : null}
    </>
  );
}

const TILES =
  "owed before + earned − credit notes − lost to disputes − paid out + taken back = owed at the end";

type Dispute = ReturnType<typeof useLoaderData<typeof loader>>["disputes"][number];

const PROVIDER: Column<Dispute> = {
  key: "provider",
  header: "Provider",
  cell: (row) => row.providerName,
};

const DISPUTE_COLUMNS: Column<Dispute>[] = [
  {
    key: "invoice",
    header: "Payment of",
    rowHeader: true,
    cell: (row) => <Link to={`/disputes/${row.disputeId}`}>{row.invoiceNumber}</Link>,
  },
  { key: "day", header: "Day", cell: (row) => dateWords(row.day) },
  { key: "says", header: "The provider's part", cell: (row) => row.says },
  { key: "amount", header: "Amount", numeric: true, cell: (row) => <Money {...row.amount} /> },
];
