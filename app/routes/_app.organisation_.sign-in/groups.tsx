import { SelectField } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import type { Data } from "./route.tsx";

type Group = Data["directoryGroups"][number];

/** Which role each group of the directory gives; the head of the organisation says it. */
export function GroupRoles({ page }: { page: Data }) {
  if (page.directoryGroups.length === 0) return null;
  return (
    <DataTable
      caption="Groups"
      rows={page.directoryGroups}
      rowKey={(row) => row.groupId}
      columns={[
        { key: "name", header: "Group", rowHeader: true, cell: (row) => row.name },
        { key: "people", header: "People", cell: (row) => row.people },
        { key: "role", header: "Gives the role", cell: (row) => nameOf(page, row.role) },
        {
          key: "do",
          header: "Role",
          hiddenHeader: true,
          cell: (row) => <GiveRole page={page} row={row} />,
        },
      ]}
    />
  );
}

function nameOf(page: Data, role: string | null): string {
  if (!role) return "none";
  return page.organizationRoles.find((one) => one.value === role)?.name ?? "one that was removed";
}

function GiveRole({ page, row }: { page: Data; row: Group }) {
  const options = page.organizationRoles
    .filter((one) => one.mayGrant && !["owner", "admin"].includes(one.value))
    .map(({ value, name }) => ({ value, label: name }));
  return (
    <Confirm
      label="Say which role"
      size="small"
      title={`Which role does “${row.name}” give?`}
      confirmLabel="Give it"
      name="intent"
      value="map"
      hidden={{ groupId: row.groupId }}
    >
      <SelectField
        label="Role"
        name="role"
        defaultValue={row.role ?? ""}
        options={[{ value: "", label: "None" }, ...options]}
      />
      Whoever is in the group gets it at once. Of several groups the role that may do most counts.
    </Confirm>
  );
}
