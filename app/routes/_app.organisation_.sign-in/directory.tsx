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
import { GroupRoles } from "./groups.tsx";
import type { Data } from "./route.tsx";
import styles from "./sign-in.module.css";
import type { SsoAnswer } from "./sso-actions.ts";

type Token = Data["directoryTokens"][number];
type Props = { page: Data; answer: SsoAnswer | undefined };

/** The organisation's directory: the tokens it comes with, and the roles that its groups give. */
export function DirectoryPart({ page, answer }: Props) {
  const told = answer && ["revoke", "map"].includes(answer.intent) ? answer.message : "";
  return (
    <Section
      title="Directory"
      id="directory"
      note="SCIM 2.0: your directory brings people, gives them roles, and takes them out at once"
    >
      {answer?.secret ? (
        <Notice tone="success" title="Copy the token now; it is not shown again" live>
          <p className={styles.record}>
            <code>{answer.secret}</code>
          </p>
          <p>
            Your directory sends it as a bearer token to <code>{page.directoryAddress}</code>.
          </p>
        </Notice>
      ) : null}
      {told ? <Notice tone="error" title={told} live /> : null}
      <DataTable
        caption="Tokens"
        rows={page.directoryTokens}
        rowKey={(row) => row.tokenId}
        empty={
          <EmptyState kind="nothing-yet" title="No directory is connected yet">
            Make a token, and give it to your directory with the address {page.directoryAddress}.
          </EmptyState>
        }
        columns={[
          {
            key: "name",
            header: "Token",
            rowHeader: true,
            cell: (row) => (
              <>
                {row.name}
                <small>
                  <code>{row.prefix}…</code>
                </small>
              </>
            ),
          },
          { key: "role", header: "Who comes is", cell: (row) => roleName(page, row.defaultRole) },
          {
            key: "used",
            header: "Last used",
            cell: (row) => (row.lastUsedAt ? <When instant={row.lastUsedAt} format="short" /> : "never"),
          },
          {
            key: "ends",
            header: "Works until",
            cell: (row) => <When instant={row.expiresAt} format="short" />,
          },
          { key: "state", header: "State", cell: (row) => <TokenState row={row} /> },
          { key: "do", header: "Revoke", hiddenHeader: true, cell: (row) => <Revoke row={row} /> },
        ]}
      />
      <NewToken page={page} answer={answer} key={page.idempotencyKey} />
      <GroupRoles page={page} />
    </Section>
  );
}

function roleName(page: Data, value: string): string {
  return page.organizationRoles.find((one) => one.value === value)?.name ?? "a role that was removed";
}

function TokenState({ row }: { row: Token }) {
  if (row.revokedAt) return <Status tone="neutral">Revoked</Status>;
  return <Status tone="fine">Works</Status>;
}

function Revoke({ row }: { row: Token }) {
  if (row.revokedAt) return null;
  return (
    <Confirm
      label="Revoke"
      size="small"
      title={`Revoke “${row.name}”?`}
      confirmLabel="Revoke the token"
      danger
      name="intent"
      value="revoke"
      hidden={{ tokenId: row.tokenId }}
    >
      Your directory is refused from this moment: nobody comes by it, and nobody is taken out.
    </Confirm>
  );
}

function NewToken({ page, answer }: Props) {
  const refused = answer?.intent === "token" && !answer.secret ? answer : undefined;
  const error = fieldErrors(refused);
  const options = page.organizationRoles
    .filter((one) => one.mayGrant && !["owner", "admin"].includes(one.value))
    .map(({ value, name }) => ({ value, label: name }));
  return (
    <Form method="post" className={styles.form}>
      {refused && refused.issues.length === 0 ? <Notice tone="error" title={refused.message} live /> : null}
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
      <TextField
        label="Name of a new token"
        hint="Which directory it is for, such as “Entra ID”"
        name="name"
        required
        maxLength={80}
        autoComplete="off"
        defaultValue={refused?.typed.name}
        error={error("name")}
      />
      <SelectField
        label="Whom it brings becomes"
        name="tokenRole"
        required
        placeholder="Choose a role"
        options={options}
        defaultValue={refused?.typed.defaultRole ?? ""}
        error={error("defaultRole")}
      />
      <TextField
        label="Days it works"
        name="days"
        inputMode="numeric"
        required
        width="short"
        defaultValue="365"
        error={error("days")}
      />
      <FormActions>
        <SubmitButton variant="default" name="intent" value="token">
          Make a token
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
