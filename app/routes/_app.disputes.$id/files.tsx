import { Form, Link } from "@remix-run/react";
import { EVIDENCE_FILES, type EvidenceFile } from "../../../domain/billing/dispute-file.ts";
import { sizeWords } from "../../../domain/shared/kept-file.ts";
import { SelectField } from "../../components/choice-fields.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FileField } from "../../components/file-field.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { Dispute } from "./route.tsx";

type Row = Dispute["files"][number];

const KINDS = Object.entries(EVIDENCE_FILES).map(([value, label]) => ({ value, label }));

/** What goes with the answer as files: they are sent with the next one, and stay for the one after. */
export function Files(p: { dispute: Dispute; refusal: Refusal | undefined; idempotencyKey: string }) {
  const { dispute, refusal, idempotencyKey } = p;
  const { files, mayAnswer } = dispute;
  if (files.length === 0 && !mayAnswer) return null;
  const errors = fieldErrors(refusal);
  return (
    <Section title="Files" note="they go to the bank with the answer">
      <DataTable
        caption="Files that go with the answer"
        columns={columnsOf(dispute)}
        rows={files}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="No files yet">
            The approved statement, a signed contract or a mail often decides more than words.
          </EmptyState>
        }
      />
      {mayAnswer ? (
        <Form method="post" encType="multipart/form-data" key={files.map((one) => one.id).join() || "none"}>
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <SelectField
            label="What it shows"
            name="field"
            width="full"
            required
            options={KINDS}
            placeholder="Choose what the file shows"
            error={errors("field")}
          />
          <FileField
            label="File"
            name="file"
            accept="application/pdf,image/jpeg,image/png"
            required
            hint="PDF, JPEG or PNG; 4.5 MB for all files together. Of two that show the same the later counts."
            error={errors("file") || errors("fileName")}
          />
          <FormActions>
            <SubmitButton name="intent" value="add_file" variant="default">
              Add the file
            </SubmitButton>
          </FormActions>
        </Form>
      ) : null}
    </Section>
  );
}

function columnsOf(dispute: Dispute): Column<Row>[] {
  const { id, zone, mayAnswer } = dispute;
  const columns: Column<Row>[] = [
    {
      ...{ key: "name", header: "File", rowHeader: true },
      cell: (row) => <EvidenceLink disputeId={id} file={row} />,
    },
    { key: "shows", header: "Shows", cell: (row) => row.shows },
    { key: "size", header: "Size", numeric: true, cell: (row) => sizeWords(row.byteSize) },
    {
      ...{ key: "added", header: "Added" },
      cell: (row) => (
        <>
          {row.keptByName}, <When instant={row.keptAt} zone={zone} />
        </>
      ),
    },
  ];
  if (!mayAnswer) return columns;
  return [
    ...columns,
    {
      ...{ key: "remove", header: "Take away", hiddenHeader: true },
      cell: (row) => (
        <Form method="post">
          <input type="hidden" name="disputeFileId" value={row.id} />
          <SubmitButton name="intent" value="remove_file" variant="default">
            Take away
          </SubmitButton>
        </Form>
      ),
    },
  ];
}

/** A download of a file as it was given. */
export function EvidenceLink(p: { disputeId: string; file: { fileId: string; name: string } }) {
  return (
    <Link to={`/disputes/${p.disputeId}/files/${p.file.fileId}`} reloadDocument download>
      {p.file.name}
    </Link>
  );
}

/** What a file shows, in words. */
export function showsOf(field: string): string {
  return EVIDENCE_FILES[field as EvidenceFile] ?? field;
}
