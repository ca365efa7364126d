import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { Arithmetic, Formula } from "../../components/arithmetic.tsx";
import { When } from "../../components/date-time.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { Sheet } from "../../components/sheet.tsx";
import { Timeline } from "../../components/timeline.tsx";
import type { PayoutPageQuery } from "../../gql/graphql.ts";
import { found, query } from "../../graphql.server.ts";
import { PartReason, PartWords } from "../_app.payouts._index/part-words.tsx";
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
          totals={shareOf(payout)}
        />
        {payout.fxLine ? <Formula>{payout.fxLine.words}</Formula> : null}
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
      {payout.parts.length > 0 ? (
        <Section title="Where it lies" note="what goes out, and what of it stays">
          <Arithmetic
            caption="The share and its parts"
            lines={partLines(payout)}
            totals={
              payout.transfer
                ? [{ id: "out", label: "Goes out", amount: <Money {...payout.transfer} /> }]
                : []
            }
          />
        </Section>
      ) : null}
      {payout.steps.length > 0 ? (
        <Section title="What happened" note={`each with its date in ${payout.zone}; none is ever changed`}>
          <Timeline
            label="Steps of the payout"
            zone={payout.zone}
            entries={payout.steps.map(({ id, at, says, step }) => ({
              ...{ id, at, who: STEP_WORDS[step] ?? step, what: says },
            }))}
          />
        </Section>
      ) : null}
    </>
  );
}

function shareOf({ amount, fxLine, sent }: Payout) {
  const inAnother = [
    { id: "sent", of: "Transferred, as Stripe settled the payment, in", sum: sent },
    { id: "stated", of: "What goes out, stated in", sum: fxLine?.after },
  ];
  return [
    { id: "amount", label: "The provider's share", amount: <Money {...amount} /> },
    ...inAnother.flatMap(({ id, of, sum }) =>
      sum ? [{ id, label: `${of} ${sum.currency}`, amount: <Money {...sum} /> }] : [],
    ),
  ];
}

const STEP_WORDS: Record<string, string> = {
  opened: "Opened.",
  scheduled: "Waits for its day.",
  held: "Held.",
  released: "Released.",
  sent: "Sent.",
  failed: "Refused.",
  part: "A part of it:",
};

function partLines(payout: Payout) {
  return [
    { id: "share", label: "The provider's share", amount: <Money {...payout.amount} /> },
    ...payout.parts
      .filter((part) => !isCut(part))
      .map((part) => ({
        id: part.id,
        label: <PartWords part={part} />,
        formula: (
          <>
            <PartReason part={part} /> {part.fxLine?.words}
          </>
        ),
        amount: <Money amountMinor={-BigInt(part.amount.amountMinor)} currency={part.amount.currency} />,
      })),
  ];
}

/** Taken off a part that is listed already: it shows there as what is no longer held. */
function isCut({ kind, reason }: Payout["parts"][number]): boolean {
  return kind === "netted" && reason.endsWith("held part");
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
    ...takenBack(payout),
  ];
}

/** What credit notes and disputes took from the share before it went out. */
function takenBack({ takenBack: taken, invoiceId }: Payout) {
  if (BigInt(taken.amountMinor) === 0n) return [];
  return [
    {
      id: "taken",
      label: "Credit notes and disputes",
      formula: <Link to={`/invoices/${invoiceId}`}>The provider's part of each stands on the invoice</Link>,
      amount: <Money amountMinor={-BigInt(taken.amountMinor)} currency={taken.currency} />,
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
    case "scheduled":
      return (
        <Notice tone="info" title="This payout waits for its day">
          {payout.heldBecause}
        </Notice>
      );
    default:
      return null;
  }
}
