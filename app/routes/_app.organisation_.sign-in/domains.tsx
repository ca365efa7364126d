import { Form } from "@remix-run/react";
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
import type { Data } from "./route.tsx";
import styles from "./sign-in.module.css";
import type { SsoAnswer } from "./sso-actions.ts";

type Row = Data["ssoDomains"][number];

/** The domains of the organisation's addresses, each with the record that shows that it is its own. */
export function Domains({ rows, answer }: { rows: readonly Row[]; answer: SsoAnswer | undefined }) {
  const refused = answer?.intent === "domain" ? answer : undefined;
  const error = fieldErrors(refused);
  const told = answer && ["verify", "remove-domain"].includes(answer.intent) ? answer.message : "";
  return (
    <Section
      title="Domains"
      id="domains"
      note="An address of a verified domain leads to your provider; none other is let in"
    >
      {told ? <Notice tone="error" title={told} live /> : null}
      <DataTable
        caption="Domains"
        rows={rows}
        rowKey={(row) => row.domainId}
        empty={
          <EmptyState kind="nothing-yet" title="No domain has been named yet">
            Name the domain of your people's addresses, and show by a DNS record that it is yours.
          </EmptyState>
        }
        columns={[
          { key: "domain", header: "Domain", rowHeader: true, cell: (row) => row.domain },
          {
            key: "state",
            header: "State",
            cell: (row) =>
              row.verifiedAt ? (
                <Status tone="fine">
                  Verified <When instant={row.verifiedAt} format="short" />
                </Status>
              ) : (
                <Status tone="risk">Not verified</Status>
              ),
          },
          {
            key: "record",
            header: "TXT record",
            cell: (row) => (
              <span className={styles.record}>
                <code>{row.recordName}</code>
                <code>{row.recordValue}</code>
              </span>
            ),
          },
          { key: "do", header: "Actions", hiddenHeader: true, cell: (row) => <Actions row={row} /> },
        ]}
      />
      <Form method="post" className={styles.form}>
        {refused && refused.issues.length === 0 ? (
          <Notice tone="error" title={refused.message} live />
        ) : null}
        <TextField
          label="Domain"
          hint="What stands after the @, such as example.com"
          name="domain"
          required
          maxLength={253}
          autoComplete="off"
          defaultValue={refused?.typed.domain}
          error={error("domain")}
        />
        <FormActions>
          <SubmitButton variant="default" name="intent" value="domain">
            Add the domain
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function Actions({ row }: { row: Row }) {
  return (
    <div className={styles.actions}>
      {row.verifiedAt ? null : (
        <Form method="post">
          <input type="hidden" name="domainId" value={row.domainId} />
          <SubmitButton variant="default" size="small" name="intent" value="verify">
            Look for the record
          </SubmitButton>
        </Form>
      )}
      <Confirm
        label="Remove"
        size="small"
        title={`Remove ${row.domain}?`}
        confirmLabel="Remove the domain"
        danger
        name="intent"
        value="remove-domain"
        hidden={{ domainId: row.domainId }}
      >
        Nobody with an address of this domain can sign in with your provider then. Open sessions stay.
      </Confirm>
    </div>
  );
}
