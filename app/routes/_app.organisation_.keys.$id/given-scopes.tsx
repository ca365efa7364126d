import { isPermission, scopeObjects } from "../../../domain/identity/key-scopes.ts";
import { DataTable } from "../../components/data-table.tsx";
import { Section } from "../../components/section.tsx";

/** What a key was given, one kind of thing a row; null where it may do what its member may. */
export function GivenScopes({ scopes }: { scopes: readonly string[] | null }) {
  return (
    <Section title="What it may do" note="Never more than the person it acts as">
      {scopes === null ? (
        <p>
          Everything that the person it acts as may: it was made before keys were given anything less. Make
          a new key with as little as its program needs, and revoke this one.
        </p>
      ) : (
        <DataTable
          caption="What the key may do"
          density="compact"
          rows={scopeObjects(scopes.filter(isPermission))}
          rowKey={(row) => row.object}
          columns={[
            { key: "object", header: "Of", rowHeader: true, cell: (row) => row.title },
            { key: "read", header: "Read", cell: (row) => (row.read ? "yes" : "no") },
            {
              key: "change",
              header: "Change",
              cell: (row) => row.changes.map((one) => one.words).join(", ") || "nothing",
            },
          ]}
        />
      )}
    </Section>
  );
}
