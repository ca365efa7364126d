import { Form } from "@remix-run/react";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { FormActions } from "../../components/form.tsx";
import { PasskeyButton } from "../../components/passkey-button.tsx";
import { Section } from "../../components/section.tsx";
import { TextField } from "../../components/text-fields.tsx";
import styles from "./account.module.css";
import type { Answer, Data } from "./route.tsx";
import { Removal } from "./second-step.tsx";

type Props = Pick<Data, "passkeys" | "ways"> & { answer: Answer };

/** The person's passkeys: each signs in by itself, without the password. */
export function Passkeys({ passkeys, ways, answer }: Props) {
  const isLast = passkeys.length === 1 && !ways.includes("totp");
  return (
    <Section
      title="Passkeys"
      id="passkeys"
      note="Fingerprint, face, PIN or a security key, without the password"
    >
      <DataTable
        caption="Passkeys"
        rows={passkeys}
        rowKey={(key) => key.id}
        empty={
          <EmptyState kind="nothing-yet" title="You have no passkey yet">
            A passkey cannot be guessed, given away or asked for by a false page.
          </EmptyState>
        }
        columns={[
          { key: "name", header: "Passkey", rowHeader: true, cell: (key) => key.name },
          { key: "made", header: "Added", cell: (key) => <Day date={key.createdAt.slice(0, 10)} /> },
          {
            key: "used",
            header: "Last used",
            cell: (key) => (key.lastUsedAt ? <When instant={key.lastUsedAt} /> : "never"),
          },
          {
            key: "do",
            header: "Change",
            hiddenHeader: true,
            cell: (key) => (
              <div className={styles.buttons}>
                <Rename id={key.id} name={key.name} />
                <Removal intent="remove-passkey" what={`“${key.name}”`} id={key.id} isLast={isLast} />
              </div>
            ),
          },
        ]}
      />
      <Form method="post">
        <TextField
          label="Name of a new passkey"
          hint="The device it is on, for example “work laptop”"
          name="name"
          required
          maxLength={60}
          error={answer?.intent === "passkey" ? answer.issue("name") : undefined}
        />
        <FormActions>
          <PasskeyButton purpose="add">Add a passkey</PasskeyButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function Rename({ id, name }: { id: string; name: string }) {
  return (
    <Confirm
      label="Rename"
      size="small"
      title={`Rename “${name}”`}
      confirmLabel="Rename it"
      name="intent"
      value="rename-passkey"
      hidden={{ id }}
    >
      <TextField label="Name" name="name" required maxLength={60} defaultValue={name} />
    </Confirm>
  );
}
