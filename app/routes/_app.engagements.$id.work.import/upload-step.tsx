import { Form, Link, useParams } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { FileField } from "../../components/file-field.tsx";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { ImportQuery } from "../../gql/graphql.ts";
import styles from "../_app.engagements.$id.work._index/work.module.css";

type Recent = ImportQuery["recentImports"][number];

const STATE_WORDS: Record<string, string> = {
  uploaded: "Columns not matched yet",
  checked: "Checked, not confirmed",
  importing: "Running",
  done: "Done",
};

export function UploadStep(props: {
  recent: readonly Recent[];
  zone: string;
  idempotencyKey: string;
  error?: string;
}) {
  const { id } = useParams();
  return (
    <>
      <Form method="post" encType="multipart/form-data" className={styles.form}>
        <input type="hidden" name="step" value="upload" />
        <input type="hidden" name="idempotencyKey" value={props.idempotencyKey} />
        <FileField
          label="Export of the service desk or of the bank"
          hint="CSV up to 48 MB and 250,000 rows, in UTF-8, UTF-16 or Windows-1252"
          name="file"
          accept=".csv,.txt,text/csv"
          required
          {...(props.error ? { error: props.error } : {})}
        />
        <FormActions>
          <SubmitButton>Upload and match columns</SubmitButton>
          <Link to={`/engagements/${id}/work`}>Cancel</Link>
        </FormActions>
      </Form>
      {props.recent.length > 0 ? <RecentImports rows={props.recent} zone={props.zone} /> : null}
    </>
  );
}

function RecentImports({ rows, zone }: { rows: readonly Recent[]; zone: string }) {
  const columns: Column<Recent>[] = [
    {
      key: "file",
      header: "File",
      rowHeader: true,
      cell: (row) => <Link to={`?batch=${row.id}`}>{row.fileName}</Link>,
    },
    {
      key: "when",
      header: "Uploaded",
      cell: (row) => <When instant={row.createdAt} zone={zone} format="short" />,
    },
    { key: "state", header: "State", cell: (row) => STATE_WORDS[row.state] ?? row.state },
    {
      key: "items",
      header: "New items",
      numeric: true,
      cell: (row) => row.counts?.itemsNew.toLocaleString("en-US") ?? "not known",
    },
    {
      key: "refused",
      header: "Refused rows",
      numeric: true,
      cell: (row) => row.counts?.rowsRefused.toLocaleString("en-US") ?? "not known",
    },
  ];
  return (
    <Section title="Earlier imports">
      <DataTable caption="Earlier imports" columns={columns} rows={rows} rowKey={(row) => row.id} />
    </Section>
  );
}
