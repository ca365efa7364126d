import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { LedgerTabs } from "../../components/ledger-tabs.tsx";
import { Money } from "../../components/money.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { found, query } from "../../graphql.server.ts";
import { requireLedger } from "../../ledger.server.ts";
import { JournalEntryDocument } from "./entry.graphql.ts";

export const handle = {
  crumbs: () => [{ label: "Ledger", href: "/ledger" }, { label: "Journal entry" }],
};
export const meta: MetaFunction = () => [{ title: "Journal entry · Engine Room" }];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  requireLedger({ request, context });
  const page = await query({ request, context }, JournalEntryDocument, { id: params.id ?? "" });
  return { entry: found(page.journalEntry) };
}

type Entry = Awaited<ReturnType<typeof loader>>["entry"];

export default function JournalEntry() {
  const { entry } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead title={entry.memo} lead="A journal entry: its legs add up to nothing in every currency." />
      <LedgerTabs />
      <Section title="Legs" first>
        <DataTable
          caption="Legs"
          columns={COLUMNS}
          rows={entry.legs.map((leg, index) => ({ ...leg, key: String(index) }))}
          rowKey={(leg) => leg.key}
        />
      </Section>
      <Section title="Cause">
        <Cause cause={entry.cause ?? null} />
      </Section>
      <Section title="In the books">
        <Facts
          facts={[
            { id: "effective", label: "Takes effect", value: <When instant={entry.effectiveAt} /> },
            { id: "written", label: "Written", value: <When instant={entry.writtenAt} /> },
            { id: "source", label: "Event", value: `${entry.source} ${entry.sourceId}, ${entry.step}` },
            { id: "seq", label: "Link of the chain", value: entry.seq ?? "none" },
            { id: "hash", label: "Hash", value: <code>{entry.hash ?? "none"}</code> },
            { id: "prev", label: "Hash before it", value: <code>{entry.prevHash ?? "none"}</code> },
          ]}
        />
      </Section>
    </>
  );
}

function Cause({ cause }: { cause: Entry["cause"] | null }) {
  if (!cause) return <p>Nothing of this product caused it: Stripe moved the money by itself.</p>;
  const { payoutId, invoiceId, invoiceNumber, statementId, period } = cause;
  const facts = [
    payoutId && {
      id: "payout",
      label: "Payout",
      value: <Link to={`/payouts/${payoutId}`}>See the payout</Link>,
    },
    invoiceId && {
      id: "invoice",
      label: "Invoice",
      value: <Link to={`/invoices/${invoiceId}`}>{invoiceNumber}</Link>,
    },
    statementId && {
      id: "statement",
      label: "Statement",
      value: <Link to={`/statements/${statementId}`}>{monthName(period ?? "")}, line by line</Link>,
    },
  ];
  return <Facts facts={facts.flatMap((fact) => (fact ? [fact] : []))} />;
}

type Leg = Entry["legs"][number] & { key: string };

const COLUMNS: Column<Leg>[] = [
  {
    key: "account",
    header: "Account",
    rowHeader: true,
    cell: (leg) => <Link to={`/ledger/accounts/${leg.code}/${leg.amount.currency}`}>{leg.account}</Link>,
  },
  { key: "party", header: "Party", cell: (leg) => leg.organizationName ?? "Marketplace" },
  {
    key: "debit",
    header: "Debit",
    numeric: true,
    cell: (leg) => (BigInt(leg.amount.amountMinor) > 0n ? <Money {...leg.amount} /> : null),
  },
  {
    key: "credit",
    header: "Credit",
    numeric: true,
    cell: (leg) => {
      const minor = BigInt(leg.amount.amountMinor);
      return minor < 0n ? <Money amountMinor={String(-minor)} currency={leg.amount.currency} /> : null;
    },
  },
];
