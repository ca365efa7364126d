import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { formatMoney } from "../../../domain/shared/format-money.ts";
import { ButtonLink } from "../../components/button.tsx";
import { Day } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { CreditWeeksDocument } from "./credit-weeks.graphql.ts";
import { WeekTable } from "./week-table.tsx";

export const handle = { crumbs: () => [{ label: "Credits at risk" }] };

export const meta: MetaFunction = () => [{ title: "Credits at risk · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const after = new URL(request.url).searchParams.get("after");
  const { creditWeeks } = await query({ request, context }, CreditWeeksDocument, { after });
  const { hasNextPage, endCursor } = creditWeeks.pageInfo;
  return {
    rows: creditWeeks.edges.map((edge) => edge.node),
    next: hasNextPage ? endCursor : null,
    isFirst: after === null,
  };
}

export type Row = Awaited<ReturnType<typeof loader>>["rows"][number];
export type Week = Row["weeks"][number];

export default function CreditsAtRisk() {
  const { rows, next, isFirst } = useLoaderData<typeof loader>();
  const latest = rows
    .flatMap((row) => row.weeks.at(-1)?.weekOf ?? [])
    .sort()
    .at(-1);
  return (
    <>
      <PageHead
        title="Credits at risk, week by week"
        lead={`${sumText(rows)}. Looked at on Mondays; the portfolio has today's figures.`}
      />
      <Section
        title="Contracts, the largest forecast first"
        note={
          latest ? (
            <>
              as of <Day date={latest} />; each currency for itself
            </>
          ) : (
            "no week yet"
          )
        }
      >
        {rows.length === 0 ? (
          <EmptyState
            kind={isFirst ? "nothing-yet" : "none-found"}
            title={isFirst ? "No week has been looked at yet" : "No contract on this page"}
            action={<ButtonLink to="/portfolio">Open the portfolio</ButtonLink>}
          >
            Every Monday the running month of each contract is priced by its forecast and kept.
          </EmptyState>
        ) : (
          <WeekTable rows={rows} />
        )}
        <Pagination
          label="contracts"
          {...(next ? { nextHref: `?${new URLSearchParams({ after: next })}` } : {})}
          summary={isFirst ? null : <Link to="/credits-at-risk">Back to the largest</Link>}
        />
      </Section>
    </>
  );
}

/** What the rows come to; nothing is converted. */
function sumText(rows: readonly Row[]): string {
  const sums = new Map<string, bigint>();
  for (const { weeks, currency } of rows)
    sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(weeks.at(-1)?.forecast.amountMinor ?? 0));
  const parts = [...sums].filter(([, amountMinor]) => amountMinor > 0n);
  if (parts.length === 0) return "No credits are forecast";
  const amounts = parts.map(([currency, amountMinor]) => formatMoney({ amountMinor, currency }));
  return `${amounts.join(" and ")} forecast for ${rows.length === 1 ? "1 contract" : `${rows.length} contracts`}`;
}
