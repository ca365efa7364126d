import { Form, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { bytesInWords } from "./byte-words.ts";
import { DataTable } from "./data-table.tsx";
import { When } from "./date-time.tsx";
import { Notice } from "./notice.tsx";
import { Progress } from "./progress.tsx";
import { Section } from "./section.tsx";
import { Status } from "./status.tsx";
import { SubmitButton } from "./submit-button.tsx";

export type DataExportShown = {
  exportId: string;
  state: string;
  askedAt: string;
  doneKinds: number;
  ofKinds: number;
  rowCount: string;
  fileCount: number;
  byteSize: string;
  sha256?: string | null | undefined;
  expiresAt?: string | null | undefined;
};

const ASKED_AGAIN_MS = 2_000;

/** The files that the reader asked for, one that is being made, and the way to ask for the next. */
export function DataExports(p: {
  exports: readonly DataExportShown[];
  words: string;
  idempotencyKey: string;
  refusal: string | undefined;
}) {
  const underWay = p.exports.find((one) => one.state === "asked");
  const rest = p.exports.filter((one) => one !== underWay);
  useAskAgainWhile(underWay !== undefined);
  return (
    <Section title="Take it along" id="exports" note="A zip of JSON and files, for you alone" first>
      {p.refusal ? <Notice tone="error" title={p.refusal} live /> : null}
      <p>{p.words}</p>
      {underWay ? (
        <Progress
          label="Your file is being made"
          value={underWay.doneKinds}
          max={underWay.ofKinds}
          detail={`${heldWords(underWay)} so far. You can leave this page.`}
        />
      ) : (
        <Form method="post" key={p.idempotencyKey}>
          <input type="hidden" name="idempotencyKey" value={p.idempotencyKey} />
          <SubmitButton name="intent" value="ask-export">
            Make a file
          </SubmitButton>
        </Form>
      )}
      {rest.length > 0 ? <Files rows={rest} /> : null}
    </Section>
  );
}

function heldWords(one: DataExportShown): string {
  return `${Number(one.rowCount).toLocaleString("en")} records, ${one.fileCount} files`;
}

function Files({ rows }: { rows: readonly DataExportShown[] }) {
  return (
    <DataTable
      caption="Files that you asked for"
      rows={rows}
      rowKey={(one) => one.exportId}
      columns={[
        {
          key: "asked",
          header: "Asked for",
          rowHeader: true,
          cell: (one) => <When instant={one.askedAt} />,
        },
        {
          key: "holds",
          header: "Holds",
          cell: heldWords,
        },
        { key: "size", header: "Size", numeric: true, cell: (one) => bytesInWords(Number(one.byteSize)) },
        { key: "kept", header: "Kept until", cell: (one) => <Kept one={one} /> },
        { key: "fetch", header: "Download", hiddenHeader: true, cell: (one) => <Fetch one={one} /> },
      ]}
    />
  );
}

function Kept({ one }: { one: DataExportShown }) {
  if (one.state === "gone") return <Status tone="neutral">Not kept any more</Status>;
  if (one.state === "dropped") return <Status tone="held">Not made: the role was lost meanwhile</Status>;
  return one.expiresAt ? <When instant={one.expiresAt} /> : null;
}

/** A document's own form: what it answers is a file, and the page stays. */
function Fetch({ one }: { one: DataExportShown }) {
  if (one.state !== "made") return null;
  return (
    <Form method="post" reloadDocument>
      <input type="hidden" name="exportId" value={one.exportId} />
      <SubmitButton name="intent" value="fetch-export" variant="default" size="small">
        Download
      </SubmitButton>
    </Form>
  );
}

function useAskAgainWhile(underWay: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(revalidate, ASKED_AGAIN_MS);
    return () => clearInterval(timer);
  }, [underWay, revalidate]);
}
