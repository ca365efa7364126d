import { Form, Link } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { Rates } from "./route.tsx";

type Revaluation = Rates["revaluations"][number];

/** What is open between currencies, and what it was worth at the end of months. */
export function Positions({ rates, idempotencyKey }: { rates: Rates; idempotencyKey: string }) {
  const { openPositions, ownResults, revaluations, endedMonth, mayState } = rates;
  const isDone = revaluations.some((one) => one.month === endedMonth);
  return (
    <Section
      title="Open positions"
      id="positions"
      note="payments settled in another currency than their invoice's, and what was earned in one"
    >
      {openPositions.length === 0 ? (
        <EmptyState kind="nothing-yet" title="Nothing is open between currencies">
          Every payment settled in the currency of its invoice.
        </EmptyState>
      ) : (
        <KeyFigures
          figures={openPositions.map((one) => ({
            label: one.currency,
            value: <Money {...one} />,
            note: <Link to={`/ledger/accounts/fx_position/${one.currency}`}>its account</Link>,
          }))}
        />
      )}
      {ownResults.length > 0 ? (
        <KeyFigures
          figures={ownResults.map((one) => ({
            label: `Earned in ${one.currency}`,
            value: <Money {...one} />,
            note: "the marketplace's own: commission less fees and losses",
          }))}
        />
      ) : null}
      {mayState && openPositions.length + ownResults.length > 0 && !isDone ? (
        <Form method="post">
          <input type="hidden" name="month" value={endedMonth} />
          <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-v`} />
          <SubmitButton name="intent" value="revalue">{`Revalue ${monthName(endedMonth)}`}</SubmitButton>
        </Form>
      ) : null}
      {revaluations.length > 0 ? (
        <DataTable
          caption="Months that were revalued"
          columns={COLUMNS}
          rows={revaluations}
          rowKey={(row) => row.id}
          empty={null}
        />
      ) : null}
    </Section>
  );
}

/** A position at the rate of the month's end; of what was earned, what the books had of it before. */
function Worth({ line: { position, value, rate, carried } }: { line: Revaluation["lines"][number] }) {
  if (!rate) return <Money {...position} />;
  const worth = carried ? BigInt(carried.amountMinor) - BigInt(value.amountMinor) : value.amountMinor;
  return (
    <>
      <Money {...position} />
      {carried ? (
        <>
          {" earned, taken in as "}
          <Money {...carried} />,
        </>
      ) : null}
      {" is "}
      <Money amountMinor={worth} currency={value.currency} />
      <small>{` at ${rate}`}</small>
    </>
  );
}

const COLUMNS: Column<Revaluation>[] = [
  { key: "month", header: "Month", rowHeader: true, cell: (row) => monthName(row.month) },
  {
    key: "worth",
    header: "What was open at its end",
    cell: ({ lines }) => (
      <ul>
        {lines.map((line) => (
          <li key={`${line.position.currency} ${line.carried ? "earned" : "position"}`}>
            <Worth line={line} />
          </li>
        ))}
      </ul>
    ),
  },
  {
    key: "loss",
    header: "Gain or loss",
    numeric: true,
    cell: ({ loss }) => {
      const minor = BigInt(loss.amountMinor);
      const amountMinor = minor < 0n ? -minor : minor;
      return (
        <>
          {minor > 0n ? "Loss of " : "Gain of "}
          <Money amountMinor={amountMinor} currency={loss.currency} />
        </>
      );
    },
  },
  {
    key: "done",
    header: "Booked",
    cell: (row) => (
      <>
        by {row.doneByName}, <When instant={row.doneAt} />
      </>
    ),
  },
];
