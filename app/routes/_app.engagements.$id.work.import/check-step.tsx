import { Form, Link, useParams } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { FormActions } from "../../components/form.tsx";
import { KeyFigures } from "../../components/key-figures.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { ImportQuery } from "../../gql/graphql.ts";
import styles from "../_app.engagements.$id.work._index/work.module.css";

export type Batch = NonNullable<ImportQuery["importBatch"]>;

const figure = (n: number) => n.toLocaleString("en-US");

/** Step three: what the import would do, before it does it. */
export function CheckStep({ batch, idempotencyKey }: { batch: Batch; idempotencyKey: string }) {
  const { counts } = batch;
  if (!counts) return null;
  const nothingNew = counts.itemsNew === 0 && counts.eventsNew === 0;
  return (
    <>
      <CountFigures counts={counts} />
      {nothingNew ? (
        <Notice title="Nothing in this file is new">
          All of its work and every event is there already. An import would change nothing.
        </Notice>
      ) : null}
      <LateNotice counts={counts} />
      <RefusedRows batch={batch} />
      <Form method="post" className={styles.form}>
        <input type="hidden" name="step" value="confirm" />
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <FormActions>
          <SubmitButton>
            {nothingNew
              ? "Import anyway"
              : `Import ${figure(counts.itemsNew)} items and ${figure(counts.eventsNew)} events`}
          </SubmitButton>
          <Link to={`?batch=${batch.id}&step=map`}>Change the columns</Link>
        </FormActions>
      </Form>
    </>
  );
}

/** What lies in frozen months is said before it is imported: it changes no figure by itself. */
function LateNotice({ counts }: { counts: NonNullable<Batch["counts"]> }) {
  if (counts.rowsLate === 0) return null;
  const rows = counts.rowsLate === 1 ? "1 row comes" : `${figure(counts.rowsLate)} rows come`;
  const events = counts.eventsLate === 1 ? "event lies" : "events lie";
  return (
    <Notice title={`${rows} too late`}>
      {figure(counts.eventsLate)} {events} in months that are frozen. They change no work; they are kept
      among the late events, where they can become a correction.
    </Notice>
  );
}

export function CountFigures({ counts }: { counts: NonNullable<Batch["counts"]> }) {
  return (
    <KeyFigures
      figures={[
        {
          label: "New work items",
          value: figure(counts.itemsNew),
          note: `${figure(counts.itemsKnown)} there already`,
        },
        {
          label: "New events",
          value: figure(counts.eventsNew),
          note: `${figure(counts.eventsKnown)} there already`,
        },
        { label: "Rows read", value: figure(counts.rowsAccepted), note: `of ${figure(counts.rows)}` },
        {
          label: "Rows refused",
          value: figure(counts.rowsRefused),
          note: `${figure(counts.ticketsRefused)} tickets left out`,
          ...(counts.rowsRefused > 0 ? { tone: "risk" as const } : {}),
        },
      ]}
    />
  );
}

/** The first fifty refused rows with their reasons; the download has all of them. */
export function RefusedRows({ batch }: { batch: Batch }) {
  const { id } = useParams();
  if (batch.refusedRowCount === 0) return null;
  type Row = Batch["refused"][number];
  const columns: Column<Row>[] = [
    { key: "row", header: "Row", rowHeader: true, cell: (row) => row.row },
    { key: "number", header: "Ticket", cell: (row) => row.number ?? "none" },
    { key: "column", header: "Column", cell: (row) => row.column ?? "the whole row" },
    { key: "reason", header: "Reason", cell: (row) => row.reason },
    {
      key: "scope",
      header: "Left out",
      cell: (row) => (row.scope === "ticket" ? "The ticket" : "This row"),
    },
  ];
  return (
    <Section
      title="Refused rows"
      note={`${figure(Math.min(50, batch.refusedRowCount))} of ${figure(batch.refusedRowCount)}`}
      actions={
        <ButtonLink
          size="small"
          to={`/engagements/${id}/work/import/refused?batch=${batch.id}`}
          reloadDocument
        >
          Download all refused rows
        </ButtonLink>
      }
    >
      <DataTable
        caption="Refused rows"
        columns={columns}
        rows={batch.refused}
        rowKey={(row) => `${row.row} ${row.column} ${row.reason}`}
      />
    </Section>
  );
}
