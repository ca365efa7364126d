import type { Column } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import type { AuditQuery } from "../../gql/graphql.ts";

type Row = NonNullable<NonNullable<AuditQuery["auditEvents"]["edges"]>[number]>["node"];

export const VIA_WORDS: Record<string, string> = {
  session: "Signed in",
  api_key: "API key",
  job: "Engine Room itself",
  link: "A link in a mail",
  sso: "The organisation's sign-in",
  directory: "The organisation's directory",
};

/** Who, what, on what, from where; a row opens to what was written with it. */
export const COLUMNS: Column<Row>[] = [
  { key: "seq", header: "Row", numeric: true, width: "56", cell: (row) => row.seq },
  { key: "at", header: "When", cell: (row) => <When instant={row.at} /> },
  {
    key: "who",
    header: "Who",
    cell: (row) => (
      <>
        {row.actorName}
        {row.role && row.role !== "system" ? <small> as {row.role.replaceAll("_", " ")}</small> : null}
      </>
    ),
  },
  { key: "what", header: "What", rowHeader: true, cell: (row) => <What row={row} /> },
  {
    key: "subject",
    header: "On",
    cell: (row) => (
      <>
        {row.subjectType.replaceAll("_", " ")} <code title={row.subjectId}>{row.subjectId.slice(-8)}</code>
      </>
    ),
  },
  {
    key: "by",
    header: "By",
    cell: (row) => (
      <>
        {row.via ? (VIA_WORDS[row.via] ?? row.via) : "Not kept then"}
        {row.address ? <small> from {row.address}</small> : null}
      </>
    ),
  },
];

/** The details stand behind the words, since they are looked at one row at a time. */
function What({ row }: { row: Row }) {
  return (
    <details>
      <summary>{row.action.replaceAll(/[._]/g, " ")}</summary>
      <Told data={row.data} />
      <p>
        Request <code>{row.requestId}</code>
        {row.credential ? (
          <>
            , by <code>{row.credential}</code>
          </>
        ) : null}
        , hash <code>{row.hash.slice(0, 16)}…</code>
      </p>
    </details>
  );
}

type Change = { of?: string; id?: string; fields?: Record<string, [unknown, unknown]>; more?: boolean };

/** What the command says of itself, and below it what it changed, before and after. */
function Told({ data }: { data: unknown }) {
  const { changes, ...own } = (data ?? {}) as { changes?: Change[] };
  return (
    <>
      {Object.keys(own).length > 0 ? <pre>{JSON.stringify(own, null, 2)}</pre> : null}
      {(changes ?? []).map((change, at) =>
        change.fields ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one deed have no other order or name
          <dl key={at}>
            {Object.entries(change.fields).map(([field, [before, after]]) => (
              <div key={field}>
                <dt>{`${change.of ?? ""} ${field}`.replaceAll("_", " ")}</dt>
                <dd>
                  <del>{shown(before)}</del> → <ins>{shown(after)}</ins>
                </dd>
              </div>
            ))}
          </dl>
        ) : (
          <p key="more">and more rows than are noted</p>
        ),
      )}
    </>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
