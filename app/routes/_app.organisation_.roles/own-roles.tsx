import { Form, Link } from "@remix-run/react";
import { groupedPermissions, PERMISSION_WORDS } from "../../../domain/identity/permission-words.ts";
import { CheckboxGroup } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorSummary } from "../../components/error-summary.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, summaryErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import type { Data, RoleAnswer } from "./route.tsx";

type Role = Data["organizationRoles"][number];

/** Roles that the organisation made, and the form that makes or changes one. */
export function OwnRoles({ page, answer }: { page: Data; answer: RoleAnswer | undefined }) {
  const made = page.organizationRoles.filter((one) => one.isCustom);
  return (
    <Section
      title="Roles of your own"
      id="own"
      note="Made of the same permissions; a change counts at once"
    >
      <DataTable
        caption="Roles of your own"
        rows={made}
        rowKey={(role) => role.value}
        empty={
          <EmptyState kind="nothing-yet" title="You have made no role yet">
            Make one where a colleague should do less, or something else, than the roles above.
          </EmptyState>
        }
        columns={[
          { key: "name", header: "Role", rowHeader: true, cell: (role) => role.name },
          { key: "holders", header: "People", numeric: true, cell: (role) => role.holders },
          { key: "many", header: "Permissions", numeric: true, cell: (role) => role.permissions.length },
          {
            key: "do",
            header: "Actions",
            hiddenHeader: true,
            cell: (role) => <RoleActions role={role} />,
          },
        ]}
      />
      <RoleForm page={page} answer={answer} key={`${page.editing?.value} ${page.idempotencyKey}`} />
    </Section>
  );
}

function RoleActions({ role }: { role: Role }) {
  return (
    <>
      <Link to={`/organisation/roles?edit=${role.value}#form`}>Change</Link>{" "}
      <Confirm
        label="Remove"
        size="small"
        title={`Remove the role “${role.name}”?`}
        confirmLabel="Remove the role"
        danger
        name="intent"
        value="remove"
        hidden={{ roleId: role.value }}
      >
        Only a role that nobody holds or is invited to can be removed.
      </Confirm>
    </>
  );
}

function RoleForm({ page, answer }: { page: Data; answer: RoleAnswer | undefined }) {
  const { editing } = page;
  const error = fieldErrors(answer);
  const chosen = answer?.typed.permissions ?? editing?.permissions ?? [];
  return (
    <Form method="post" action="/organisation/roles#own" id="form">
      <h3>{editing ? `Change “${editing.name}”` : "Make a role"}</h3>
      <ErrorSummary errors={summaryErrors(answer)} />
      <input type="hidden" name="roleId" value={editing?.value ?? ""} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      <TextField
        label="Name"
        name="name"
        required
        maxLength={60}
        defaultValue={answer?.typed.name ?? editing?.name}
        error={error("name")}
      />
      {groupedPermissions(page.composable).map(({ title, permissions }) => (
        <CheckboxGroup
          key={title}
          label={title}
          name="permissions"
          defaultValue={chosen}
          options={permissions.map((one) => ({ value: one, label: PERMISSION_WORDS[one] }))}
        />
      ))}
      <FormActions>
        <SubmitButton name="intent" value="save">
          {editing ? "Change the role" : "Make the role"}
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
