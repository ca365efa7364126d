import { Link } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { Arithmetic, Formula } from "../../components/arithmetic.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { Money } from "../../components/money.tsx";
import { countryName } from "../../components/place-names.ts";
import { Sheet } from "../../components/sheet.tsx";
import type { InvoicePageQuery, PartyOnInvoiceFragment } from "../../gql/graphql.ts";
import { CollectionState } from "../_app.invoices._index/collection-state.tsx";
import { settlementLines } from "./credits.tsx";
import styles from "./invoice.module.css";

export type Invoice = NonNullable<InvoicePageQuery["invoice"]>;

/** The invoice as a sheet of paper: both sides, lines, tax and total, and what the law wants said. */
export function InvoiceSheet({ invoice }: { invoice: Invoice }) {
  const { lines, zone } = invoice;
  return (
    <Sheet title={`Invoice ${invoice.number}`} meta={<Meta invoice={invoice} />}>
      <Parties invoice={invoice} />
      <Arithmetic
        caption={`Lines of invoice ${invoice.number}`}
        lines={lines.map((line) => ({
          id: line.description,
          label: line.description,
          amount: <Money {...line.amount} />,
        }))}
        totals={[...totals(invoice), ...settlementLines(invoice), ...statedIn(invoice)]}
      />
      {notes(invoice).map((note) => (
        <Formula key={note}>{note}</Formula>
      ))}
      <Formula>
        {invoice.paidAt && invoice.collection !== "credited" ? (
          <>
            Paid on <When instant={invoice.paidAt} zone={zone} />.{" "}
          </>
        ) : null}
        The arithmetic stands on the{" "}
        <Link to={`/statements/${invoice.statementId}`}>{monthName(invoice.period)} statement</Link>; what
        the buyer holds to be wrong, among the{" "}
        <Link to={`/statements/${invoice.statementId}/objections`}>contested amounts</Link>.
        {invoice.payoutId ? (
          <>
            {" "}
            What the provider receives stands on the <Link to={`/payouts/${invoice.payoutId}`}>payout</Link>
            .
          </>
        ) : null}
      </Formula>
    </Sheet>
  );
}

function Meta({ invoice }: { invoice: Invoice }) {
  return (
    <>
      To {invoice.buyerName} · issued <When instant={invoice.issuedAt} zone={invoice.zone} /> · due{" "}
      <Day date={invoice.dueOn} /> · <CollectionState collection={invoice.collection} />
      {invoice.reference ? (
        <>
          <br />
          {invoice.reference}
        </>
      ) : null}
    </>
  );
}

/** Net, tax by category and total; one line where no tax was decided. */
function totals({ net, taxes, total }: Invoice) {
  const whole = { id: "total", label: "Total", amount: <Money {...total} /> };
  if (taxes.length === 0) return [whole];
  return [
    { id: "net", label: "Total before tax", amount: <Money {...net} /> },
    ...taxes.map((one) => ({
      id: `${one.category} ${one.rateBps}`,
      label: taxes.length > 1 ? `${one.label} of ${one.taxable.text}` : one.label,
      amount: <Money {...one.tax} />,
    })),
    whole,
  ];
}

/** The same sums in the currencies that others need them in; what is owed stands above. */
function statedIn({ fxLines }: Invoice) {
  return fxLines.map(({ purpose, after }) => ({
    id: `in ${purpose}`,
    label: `${purpose === "vat" ? "VAT" : "Total"} stated in ${after.currency}`,
    amount: <Money {...after} />,
  }));
}

function notes({ taxes, fxLines }: Invoice): string[] {
  const taxNotes = taxes.flatMap(({ note }) => (note ? [note] : []));
  return [...new Set([...taxNotes, ...fxLines.map(({ words }) => words)])];
}

function Parties({ invoice: { seller, buyer } }: { invoice: Invoice }) {
  if (!seller || !buyer) return null;
  return (
    <dl className={styles.parties}>
      <Party title="From" party={seller} />
      <Party title="To" party={buyer} />
    </dl>
  );
}

function Party({ title, party }: { title: string; party: PartyOnInvoiceFragment }) {
  const numbers = [
    party.vatNumber ? `VAT ${party.vatNumber}` : null,
    party.registrationNumber ? `Register ${party.registrationNumber}` : null,
  ].filter((one) => one !== null);
  const lines = [...party.addressLines, countryName(party.country), ...numbers].filter(Boolean);
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <b>{party.name}</b>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </dd>
    </div>
  );
}
