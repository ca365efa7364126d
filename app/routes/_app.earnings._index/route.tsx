import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { ButtonLink, buttonClass } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import type { EarningsPageQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { EarningsDocument } from "./earnings.graphql.ts";

type Month = EarningsPageQuery["earnings"]["months"][number];

export const handle = { crumbs: () => [{ label: "Payouts", href: "/payouts" }, { label: "Earnings" }] };
export const meta: MetaFunction = () => [{ title: "Earnings · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams.get("year");
  const year = asked ? Number.parseInt(asked, 10) : new Date().getUTCFullYear();
  const page = await query({ request, context }, EarningsDocument, { year });
  return { year, months: page.earnings.months, isStaff: page.viewer?.organizationKind === "marketplace" };
}

export default function Earnings() {
  const { year, months, isStaff } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead
        title={`Earnings of ${year}`}
        lead="Out of the books, by month. A summary for your own accounts: no tax form and no invoice."
        actions={
          <>
            <Link className={buttonClass({})} to={`/earnings?year=${year - 1}`}>
              {year - 1}
            </Link>
            <ButtonLink to={`/earnings/file?year=${year}`} reloadDocument>
              Download CSV
            </ButtonLink>
            <ButtonLink to={`/earnings/file?year=${year}&as=json`} reloadDocument>
              Download JSON
            </ButtonLink>
          </>
        }
      />
      <Section title="By month" note="owed before + earned − taken back − paid out = owed at the end" first>
        <DataTable
          caption={`Earnings of ${year} by month`}
          columns={columnsFor(isStaff)}
          rows={months}
          rowKey={(row) => `${row.providerId} ${row.month} ${row.currency}`}
          empty={
            <EmptyState kind="nothing-yet" title={`Nothing was earned in ${year}`}>
              A month appears here once a buyer has paid for it.
            </EmptyState>
          }
        />
      </Section>
    </>
  );
}

function columnsFor(isStaff: boolean): Column<Month>[] {
  const amount = (key: "gross" | "commission" | "earned" | "takenBack" | "paidOut" | "closing") => ({
    ...{ key, numeric: true },
    cell: (row: Month) => <Money {...row[key]} />,
  });
  return [
    {
      key: "month",
      header: "Month",
      rowHeader: true,
      cell: (row) => (isStaff ? `${row.providerName}, ${monthName(row.month)}` : monthName(row.month)),
    },
    { ...amount("gross"), header: "Paid by buyers" },
    { ...amount("commission"), header: "Commission" },
    { ...amount("earned"), header: "Earned" },
    { ...amount("takenBack"), header: "Taken back" },
    { ...amount("paidOut"), header: "Paid out" },
    { ...amount("closing"), header: "Owed at the end" },
  ];
}
