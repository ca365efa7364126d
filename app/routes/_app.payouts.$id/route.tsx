import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { Arithmetic } from "../../components/arithmetic.tsx";
import { When } from "../../components/date-time.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Sheet } from "../../components/sheet.tsx";
import type { PayoutPageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { PayoutState } from "../_app.payouts._index/payout-state.tsx";
import { PayoutDocument } from "./payout.graphql.ts";

type Payout = NonNullable<PayoutPageQuery["payout"]>;

export const handle = {
  crumbs: ({ payout }: { payout: Payout }) => [
    { label: "Payouts", href: "/payouts" },
    { label: `${payout.engagementTitle}, ${monthName(payout.period)}` },
  ],
};

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page ? `Payout for ${monthName(page.payout.period)} · Engine Room` : "Engine Room" },
];

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const page = await query({ request, context }, PayoutDocument, { id: params.id ?? "" });
  return { payout: found(page.payout) };
}

export default function PayoutPage() {
  const { payout } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHead
        title={`Payout for ${monthName(payout.period)}`}
        lead={`${payout.engagementTitle}, ${payout.providerName} for ${payout.buyerName}`}
      />
      <StandingNotice payout={payout} />
      <Sheet title="How it came about" meta={<PayoutState state={payout.state} />}>
        <Arithmetic
          caption="From the fee to the transfer"
          lines={stepsOf(payout)}
          totals={[{ id: "amount", label: "Provider receives", amount: <Money {...payout.amount} /> }]}
        />
        {payout.stripeTransferId ? (
          <HashLine>
            Transfer {payout.stripeTransferId}
            {payout.sentAt ? (
              <>
                {" · sent "}
                <When instant={payout.sentAt} zone={payout.zone} showZone />
              </>
            ) : null}
          </HashLine>
        ) : null}
      </Sheet>
    </>
  );
}

function stepsOf(payout: Payout) {
  const { fee, credit, net, commission, zone } = payout;
  return [
    {
      id: "fee",
      label: "Monthly fee",
      formula: <Link to={`/statements/${payout.statementId}`}>{monthName(payout.period)} statement</Link>,
      amount: <Money {...fee} />,
    },
    {
      id: "credit",
      label: "Service credits",
      formula: "Each with its arithmetic on the statement",
      amount: <Money amountMinor={-BigInt(credit.amountMinor)} currency={credit.currency} />,
    },
    {
      id: "net",
      label: "Paid by the buyer",
      formula: (
        <>
          <Link to={`/invoices/${payout.invoiceId}`}>Invoice {payout.invoiceNumber}</Link>
          {payout.paidAt ? (
            <>
              , paid <When instant={payout.paidAt} zone={zone} />
            </>
          ) : null}
        </>
      ),
      amount: <Money {...net} />,
    },
    {
      id: "commission",
      label: "Commission of the marketplace",
      formula: "On the net of the month; the fee for the payment is the marketplace's",
      amount: <Money amountMinor={-BigInt(commission.amountMinor)} currency={commission.currency} />,
    },
  ];
}

function StandingNotice({ payout }: { payout: Payout }) {
  switch (payout.state) {
    case "held":
      return (
        <Notice tone="warning" title="This payout is held">
          {payout.heldBecause} It goes out by itself once that is settled.
        </Notice>
      );
    case "unknown":
      return (
        <Notice tone="warning" title="Unknown, being checked">
          Stripe did not answer whether the transfer was made. It is asked again with the same key; nothing
          is sent twice.
        </Notice>
      );
    case "failed":
      return (
        <Notice tone="error" title="The transfer was refused">
          {payout.heldBecause}
        </Notice>
      );
    default:
      return null;
  }
}
