import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import { TextField } from "../../components/text-fields.tsx";
import type { Data } from "./route.tsx";

type Mapping = Data["savedMappings"][number];

const SHAPES: Record<string, string> = {
  update_log: "A log, one row an update",
  ticket_list: "An export, one row a ticket",
  bank_transactions: "A bank's export, one row a transaction",
};

/** Mappings that the next file with the same columns is read with. */
export function SavedMappings({ loaded }: { loaded: Data }) {
  const { savedMappings, mayManage, zone } = loaded;
  const actions = {
    key: "change",
    header: "Change",
    hiddenHeader: true,
    cell: (row: Mapping) => <Change mapping={row} />,
  };
  return (
    <Section title="Saved mappings" id="mappings" note="How the columns of a file become work">
      <DataTable
        caption="Saved mappings"
        rows={savedMappings}
        rowKey={(row) => row.id}
        empty={
          <EmptyState kind="nothing-yet" title="No mapping has been saved yet">
            Give a mapping a name while importing a file; the next file with these columns is read with it.
          </EmptyState>
        }
        columns={[
          { key: "name", header: "Mapping", rowHeader: true, cell: (row) => row.name },
          { key: "shape", header: "Files", cell: (row) => SHAPES[row.shape] ?? row.shape },
          { key: "by", header: "Made by", cell: (row) => row.createdBy },
          {
            key: "when",
            header: "Changed",
            cell: (row) => <When instant={row.updatedAt} zone={zone} format="short" />,
          },
          ...(mayManage ? [actions] : []),
        ]}
      />
    </Section>
  );
}

function Change({ mapping }: { mapping: Mapping }) {
  return (
    <>
      <Confirm
        label="Rename"
        size="small"
        title={`Rename “${mapping.name}”`}
        confirmLabel="Rename"
        name="intent"
        value="rename-mapping"
        hidden={{ mappingId: mapping.id }}
      >
        <TextField label="Name" name="name" defaultValue={mapping.name} required maxLength={80} />
      </Confirm>{" "}
      <Confirm
        label="Delete"
        size="small"
        title={`Delete “${mapping.name}”?`}
        confirmLabel="Delete the mapping"
        danger
        name="intent"
        value="remove-mapping"
        hidden={{ mappingId: mapping.id }}
      >
        Imports that were made with it stay. Files with its columns are guessed at again.
      </Confirm>
    </>
  );
}
