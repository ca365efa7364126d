import { Form } from "@remix-run/react";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "./organisation.module.css";
import type { Data, KeyAnswer } from "./route.tsx";

type Key = NonNullable<Data["apiKeys"]>[number];
type Props = { keys: readonly Key[]; answer: KeyAnswer | undefined; idempotencyKey: string };

/** Keys of the organisation; a new one's secret stands here once, right after it was made. */
export function ApiKeys({ keys, answer, idempotencyKey }: Props) {
  return (
    <Section title="API keys" id="keys" note="For the GraphQL end point at /graphql">
      {answer?.secret ? (
        <Notice tone="success" title={`Copy the key “${answer.name}” now; it is not shown again`} live>
          <p>
            <code>{answer.secret}</code>
          </p>
          <p>
            Send it as <code>Authorization: Bearer</code>. It does what you may do here, until it ends or is
            revoked.
          </p>
        </Notice>
      ) : null}
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <DataTable
        caption="API keys"
        rows={keys}
        rowKey={(key) => key.apiKeyId}
        empty={
          <EmptyState kind="nothing-yet" title="No key has been made yet">
            A key lets a program read and do what the person who made it may.
          </EmptyState>
        }
        columns={[
          {
            key: "name",
            header: "Key",
            rowHeader: true,
            cell: (key) => (
              <>
                {key.name}
                <small>
                  <code>{key.prefix}…</code>
                </small>
              </>
            ),
          },
          { key: "as", header: "Acts as", cell: (key) => key.actsAs },
          { key: "made", header: "Made", cell: (key) => <When instant={key.createdAt} format="short" /> },
          {
            key: "ends",
            header: "Works until",
            cell: (key) => (key.expiresAt ? <When instant={key.expiresAt} /> : "no end set"),
          },
          { key: "state", header: "State", cell: (key) => <KeyState apiKey={key} /> },
          { key: "revoke", header: "Revoke", hiddenHeader: true, cell: (key) => <Revoke apiKey={key} /> },
        ]}
      />
      <NewKey answer={answer} idempotencyKey={idempotencyKey} key={idempotencyKey} />
    </Section>
  );
}

function KeyState({ apiKey }: { apiKey: Key }) {
  if (apiKey.revokedAt) return <Status tone="neutral">Revoked</Status>;
  return <Status tone="fine">Works</Status>;
}

function Revoke({ apiKey }: { apiKey: Key }) {
  if (apiKey.revokedAt) return null;
  return (
    <Confirm
      label="Revoke"
      size="small"
      title={`Revoke “${apiKey.name}”?`}
      confirmLabel="Revoke the key"
      danger
      name="intent"
      value="revoke"
      hidden={{ apiKeyId: apiKey.apiKeyId }}
    >
      Programs that use it are refused from this moment. It can't be undone; a new key can be made.
    </Confirm>
  );
}

function NewKey({ answer, idempotencyKey }: Omit<Props, "keys">) {
  const issue = (field: string) => answer?.issues.find((one) => one.field === field)?.message;
  const failed = answer !== undefined && !answer.secret;
  return (
    <Form method="post" action="/organisation#keys" className={styles.form}>
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <TextField
        label="Name of a new key"
        hint="Where it will be used, for example “ticket export”"
        name="name"
        required
        maxLength={80}
        defaultValue={failed ? answer.name : ""}
        error={issue("name")}
      />
      <TextField
        label="Days it works"
        name="days"
        inputMode="numeric"
        required
        width="short"
        defaultValue={failed && answer.days ? answer.days : "90"}
        error={issue("days")}
      />
      <FormActions>
        <SubmitButton variant="default" name="intent" value="create">
          Make a key
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
