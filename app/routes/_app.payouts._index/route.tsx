import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { buttonClass } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Pagination } from "../../components/pagination.tsx";
import { Section } from "../../components/section.tsx";
import type { PayoutsQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { BankPayouts } from "./bank-payouts.tsx";
import { HeldParts } from "./held-parts.tsx";
import { PayoutAccount } from "./payout-account.tsx";
import { PayoutState } from "./payout-state.tsx";
import { PayoutsDocument, SetUpPayoutsDocument } from "./payouts.graphql.ts";
import { Schedules } from "./schedules.tsx";

type Row = NonNullable<NonNullable<PayoutsQuery["payouts"]["edges"]>[number]>["node"];

export const handle = { crumbs: () => [{ label: "Payouts" }] };

export const meta: MetaFunction = () => [{ title: "Payouts · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const [after, bankAfter] = ["after", "bankAfter"].map((name) => searchParams.get(name));
  const page = await query({ request, context }, PayoutsDocument, { first: 50, after, bankAfter });
  const bank = page.bankPayouts;
  const { hasNextPage, endCursor } = page.payouts.pageInfo;
  return {
    viewerKind: page.viewer?.organizationKind ?? "",
    account: page.payoutAccount ?? null,
    maySetUp: page.maySetUpPayouts,
    rows: page.payouts.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    bankRows: bank.edges.flatMap((edge) => (edge ? [edge.node] : [])),
    nextBank:
      bank.pageInfo.hasNextPage && bank.pageInfo.endCursor
        ? `?bankAfter=${encodeURIComponent(bank.pageInfo.endCursor)}`
        : null,
    schedules: page.payoutSchedules,
    held: page.heldPayoutParts,
    maySchedule: page.maySetPayoutSchedules,
    next: hasNextPage && endCursor ? `?after=${encodeURIComponent(endCursor)}` : null,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const returnUrl = new URL("/payouts/returned", request.url).href;
  const { setUpPayouts } = await query({ request, context }, SetUpPayoutsDocument, {
    input: { returnUrl },
  });
  if (setUpPayouts.__typename !== "MutationSetUpPayoutsSuccess")
    return data({ message: setUpPayouts.message }, { status: 409 });
  return redirect(setUpPayouts.data.onboardingUrl);
}

export default function Payouts() {
  const { rows, viewerKind, account, maySetUp, next, ...page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const held = rows.filter((row) => row.state === "held").length;
  return (
    <>
      <PageHead
        title={held === 0 ? "Payouts" : held === 1 ? "One payout is held" : `${held} payouts are held`}
        lead="What goes to the provider for every paid invoice: the net of the month less the commission."
        actions={
          <>
            <Link className={buttonClass({})} to="/earnings">
              Earnings
            </Link>
            {viewerKind === "provider" ? (
              <Link className={buttonClass({})} to="/payouts/details">
                Where payouts go
              </Link>
            ) : null}
            {page.maySchedule ? (
              <Link className={buttonClass({})} to="/payout-schedules">
                Schedules and reserves
              </Link>
            ) : null}
          </>
        }
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      {viewerKind === "provider" ? <PayoutAccount account={account} maySetUp={maySetUp} /> : null}
      <Section title="Payouts" note="not sent first, then the newest">
        <DataTable
          caption="Payouts"
          columns={columnsFor(viewerKind)}
          rows={rows}
          rowKey={(row) => row.id}
          empty={
            <EmptyState kind="nothing-yet" title="No payout yet">
              When a buyer has paid an invoice, the provider's share is sent and shown here.
            </EmptyState>
          }
        />
        <Pagination label="Payouts" {...(next ? { nextHref: next } : {})} />
      </Section>
      <BankPayouts rows={page.bankRows} isProvider={viewerKind === "provider"} nextHref={page.nextBank} />
      <HeldParts parts={page.held} isProvider={viewerKind === "provider"} />
      {viewerKind === "provider" ? <Schedules schedules={page.schedules} /> : null}
    </>
  );
}

function columnsFor(viewerKind: string): Column<Row>[] {
  return [
    {
      key: "for",
      header: "For",
      rowHeader: true,
      cell: (row) => (
        <Link to={`/payouts/${row.id}`}>
          {row.engagementTitle}, {monthName(row.period)}
        </Link>
      ),
    },
    {
      key: "party",
      header: viewerKind === "provider" ? "Buyer" : "Provider",
      cell: (row) => (viewerKind === "provider" ? row.buyerName : row.providerName),
    },
    {
      key: "state",
      header: "Stands",
      cell: (row) => (
        <>
          <PayoutState state={row.state} inPart={isHeldInPart(row)} />
          {row.heldBecause ? <small>{` ${row.heldBecause}`}</small> : null}
        </>
      ),
    },
    { key: "amount", header: "Share", numeric: true, cell: (row) => <Money {...row.amount} /> },
    {
      key: "out",
      header: "Went out",
      numeric: true,
      cell: (row) => (row.state === "sent" ? <Money {...row.out} /> : null),
    },
    {
      key: "held",
      header: "Held",
      numeric: true,
      cell: (row) => (isHeldInPart(row) ? <Money {...row.held} /> : null),
    },
  ];
}

function isHeldInPart({ held }: Row): boolean {
  return BigInt(held.amountMinor) > 0n;
}
