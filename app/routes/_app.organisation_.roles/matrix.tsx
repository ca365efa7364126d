import { PERMISSIONS, type Permission } from "../../../domain/identity/permission-list.ts";
import { groupedPermissions, PERMISSION_WORDS } from "../../../domain/identity/permission-words.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Icon } from "../../components/icon.tsx";
import { Section } from "../../components/section.tsx";
import { VisuallyHidden } from "../../components/visually-hidden.tsx";
import type { Data } from "./route.tsx";

type Role = Data["organizationRoles"][number];

/** Every permission that somebody here has, by role; one table a heading. */
export function Matrix({ roles }: { roles: readonly Role[] }) {
  const had = PERMISSIONS.filter((one) => roles.some((role) => role.permissions.includes(one)));
  return (
    <>
      {groupedPermissions(had).map(({ title, permissions }, index) => (
        <Section key={title} title={title} first={index === 0}>
          <DataTable
            caption={`${title}: who may do what`}
            density="compact"
            narrow="scroll"
            rows={permissions}
            rowKey={(permission) => permission}
            columns={columnsFor(roles)}
          />
        </Section>
      ))}
    </>
  );
}

function columnsFor(roles: readonly Role[]): Column<Permission>[] {
  return [
    {
      key: "may",
      header: "May",
      rowHeader: true,
      width: "260",
      cell: (permission) => PERMISSION_WORDS[permission],
    },
    ...roles.map((role) => ({
      key: role.value,
      header: role.name,
      cell: (permission: Permission) =>
        role.permissions.includes(permission) ? (
          <>
            <Icon name="check" />
            <VisuallyHidden>yes</VisuallyHidden>
          </>
        ) : (
          <VisuallyHidden>no</VisuallyHidden>
        ),
    })),
  ];
}
