import { Form } from "@remix-run/react";
import { useState } from "react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { ButtonLink } from "../../components/button.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Money } from "../../components/money.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea, TextField } from "../../components/text-fields.tsx";
import { PriceSections } from "../_app.contracts.$id.prices/price-sections.tsx";
import { fieldOf, summaryOf } from "../_app.contracts.new/form-parts.ts";
import { valuesFrom } from "../_app.contracts.new/terms-values.ts";
import { Histogram } from "./histogram.tsx";
import type { loadSimulation } from "./load-simulation.server.ts";
import styles from "./simulator.module.css";
import { YearTable } from "./year-table.tsx";

export type Simulated = Awaited<ReturnType<typeof loadSimulation>>;
type Result = NonNullable<Simulated["result"]>;
type Drawn = NonNullable<Result["drawn"]>;

/** A scheme run over a history: the year as it was, years drawn from it, and a form to try other prices. */
export function SimulatorPage({ page, address }: { page: Simulated; address: string }) {
  const { result, tries } = page;
  return (
    <>
      {tries && result ? (
        <Notice tone="info" title="You are trying other prices than the contract's">
          Nothing is changed. <ButtonLink to={address}>Show the contract's own</ButtonLink>
        </Notice>
      ) : null}
      {result ? <Results result={result} /> : null}
      <TryForm key={JSON.stringify(page.values)} page={page} address={address} />
    </>
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  contract: "the months of this contract",
  provider: "frozen months of the provider's other clients together",
  typed: "the months pasted below",
};

function Results({ result }: { result: Result }) {
  const { replay, drawn, worstMonth } = result;
  if (!drawn || !worstMonth)
    return (
      <EmptyState kind="nothing-yet" title="No month has been measured yet">
        Prices run over months that are over and hold work. Import the work of a year, or paste measured
        months below.
      </EmptyState>
    );
  return (
    <>
      <YearFigures result={result} />
      <Section title="The months as they were" note={SOURCES[result.source]}>
        <YearTable months={replay} />
        <p className={styles.note}>
          Every month is billed by the functions that make the statements, after the months before it:
          points double, credits are earned back and what was below nothing is carried on.
        </p>
      </Section>
      <DrawnYears drawn={drawn} months={replay.length} />
    </>
  );
}

function YearFigures({ result }: { result: Result }) {
  const { replay, drawn, worstMonth, currency } = result;
  const sum = (of: (month: Result["replay"][number]) => bigint) =>
    replay.reduce((total, month) => total + of(month), 0n);
  const credits = sum((month) => BigInt(month.credit.amountMinor));
  const net = sum((month) => BigInt(month.net.amountMinor));
  const fees = sum((month) => BigInt(month.fee.amountMinor));
  const money = (amountMinor: bigint) => <Money amountMinor={amountMinor} currency={currency} />;
  const months = replay.length === 1 ? "1 month" : `${replay.length} months`;
  return (
    <KeyFigures
      figures={[
        { label: `Due in ${months}`, value: money(net), note: <>of {money(fees)} in fees</> },
        { label: `Credits in ${months}`, value: money(credits) },
        {
          label: "Dearest month for the provider",
          value: worstMonth ? <Money {...worstMonth.net} /> : "—",
          note: worstMonth ? monthName(worstMonth.period) : undefined,
        },
        {
          label: "Expected credits a year",
          value: drawn ? <Money {...drawn.credit.mean} /> : "—",
          note: "mean of the drawn years",
        },
      ]}
    />
  );
}

const RANKS = [
  { key: "lowest", name: "Lowest" },
  { key: "p05", name: "5 in 100 are no higher" },
  { key: "median", name: "Half are no higher (median)" },
  { key: "mean", name: "Mean" },
  { key: "p95", name: "95 in 100 are no higher" },
  { key: "highest", name: "Highest" },
] as const;

function DrawnYears({ drawn, months }: { drawn: Drawn; months: number }) {
  return (
    <Section
      title="Years that could have been"
      note={`${drawn.runs.toLocaleString("en-US")} years, seed “${drawn.seed}”`}
    >
      <p className={styles.note}>
        Each year draws twelve of the {months} months, the same one more than once where the draw says so.
        Levels that failed together stay together. Earn-backs and what is carried on need an order of months
        and are left out here. The same seed gives the same years.
      </p>
      <Histogram bars={drawn.histogram} runs={drawn.runs} />
      <DataTable
        caption="Credits and net of a drawn year"
        rows={RANKS}
        rowKey={(rank) => rank.key}
        columns={[
          { key: "rank", header: "Of the drawn years", rowHeader: true, cell: (rank) => rank.name },
          {
            key: "credit",
            header: "Credits a year",
            numeric: true,
            cell: (rank) => <Money {...drawn.credit[rank.key]} />,
          },
          {
            key: "net",
            header: "Net a year",
            numeric: true,
            cell: (rank) => <Money {...drawn.net[rank.key]} />,
          },
        ]}
      />
    </Section>
  );
}

function TryForm({ page, address }: { page: Simulated; address: string }) {
  const { terms, history, values, issues } = page;
  const [live, setLive] = useState(values);
  const state = { values, issues };
  const names = terms.serviceLevels.map((level) => level.name).join(", ");
  const pricesRefused = issues.some((issue) => !["seed", "runs", "history"].includes(issue.field));
  return (
    <Form
      method="get"
      action={address}
      noValidate
      onInput={(event) => setLive(valuesFrom(new FormData(event.currentTarget)))}
    >
      <ErrorSummary errors={summaryOf(issues)} title="This cannot be run yet" />
      <Section title="Run it again">
        <div className={styles.form}>
          <TextField
            label="Seed"
            hint="any text; another one draws other years"
            {...fieldOf(state, "seed")}
          />
          <TextField
            label="Years to draw"
            hint="from 100 to 10,000"
            inputMode="numeric"
            width="short"
            {...fieldOf(state, "runs")}
          />
          <TextArea
            label="Other months"
            rows={4}
            hint={`One a line: 2025-11, ${names}. Left empty, the contract's own`}
            {...fieldOf(state, "history")}
          />
        </div>
      </Section>
      <details className={styles.details} open={page.tries || pricesRefused}>
        <summary>Try other prices</summary>
        <PriceSections {...{ terms, state, live, history }} />
      </details>
      <FormActions>
        <SubmitButton>Run</SubmitButton>
      </FormActions>
    </Form>
  );
}
