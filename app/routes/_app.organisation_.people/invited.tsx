import { Form } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { fieldErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "./people.module.css";
import type { PeopleAnswer } from "./people-actions.ts";
import type { Data } from "./route.tsx";

type Row = NonNullable<Data["invitations"]>[number];

/** Who was invited and has not come, and the form that invites. */
export function Invited(p: {
  rows: readonly Row[];
  roles: Data["organizationRoles"];
  answer: PeopleAnswer | undefined;
  idempotencyKey: string;
}) {
  return (
    <Section title="Invitations" id="invited" note="A link works once, for seven days">
      <InviteForm {...p} key={p.idempotencyKey} />
      <DataTable
        caption="Invitations"
        rows={p.rows}
        rowKey={(row) => row.invitationId}
        empty={
          <EmptyState kind="nothing-yet" title="Nobody is waiting to join">
            Whoever you invite stands here until they come.
          </EmptyState>
        }
        columns={[
          { key: "email", header: "Address", rowHeader: true, cell: (row) => row.email },
          { key: "role", header: "Role", cell: (row) => row.roleName },
          {
            key: "sent",
            header: "Sent",
            cell: (row) => (
              <>
                <When instant={row.sentAt} format="short" />
                <small>
                  {" "}
                  by {row.invitedByName}
                  {row.sendings > 1 ? `, ${row.sendings} times` : ""}
                </small>
              </>
            ),
          },
          {
            key: "state",
            header: "State",
            cell: (row) =>
              row.state === "open" ? (
                <Status tone="neutral">
                  Waits until <When instant={row.expiresAt} format="short" />
                </Status>
              ) : (
                <Status tone="risk">Ran out</Status>
              ),
          },
          { key: "do", header: "Actions", hiddenHeader: true, cell: (row) => <Actions row={row} /> },
        ]}
      />
    </Section>
  );
}

function Actions({ row }: { row: Row }) {
  const hidden = { invitationId: row.invitationId };
  return (
    <div className={styles.actions}>
      <Confirm
        label="Send again"
        size="small"
        title={`Send the invitation to ${row.email} again?`}
        confirmLabel="Send a new link"
        name="intent"
        value="resend"
        hidden={hidden}
      >
        The new link works for seven days. The one before it stops working.
      </Confirm>
      <Confirm
        label="Revoke"
        size="small"
        title={`Revoke the invitation to ${row.email}?`}
        confirmLabel="Revoke it"
        danger
        name="intent"
        value="revoke"
        hidden={hidden}
      >
        Its link stops working at once. You can invite the address again.
      </Confirm>
    </div>
  );
}

function InviteForm({ roles, answer, idempotencyKey }: Omit<Parameters<typeof Invited>[0], "rows">) {
  const refused = answer?.intent === "invite" ? answer : undefined;
  const error = fieldErrors(refused);
  const options = roles.filter((one) => one.mayGrant).map(({ value, name }) => ({ value, label: name }));
  return (
    <Form method="post" action="/organisation/people" className={styles.form}>
      {refused && refused.issues.length === 0 ? <Notice tone="error" title={refused.message} live /> : null}
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <TextField
        label="E-mail of a new colleague"
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        defaultValue={refused?.typed.email}
        error={error("email")}
      />
      <SelectField
        label="Role"
        name="role"
        required
        placeholder="Choose a role"
        defaultValue={refused?.typed.role ?? ""}
        options={options}
        error={error("role")}
      />
      <FormActions>
        <SubmitButton name="intent" value="invite">
          Invite
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
