import { Form } from "@remix-run/react";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { daysText, stepName } from "../../components/dunning-words.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors, type Refusal } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import type { Policy } from "./route.tsx";

/** The rules in force, and for an administrator the form that sets others. */
export function PolicySection({ policy, refusal }: { policy: Policy; refusal: Refusal | undefined }) {
  return (
    <>
      <Section title="The policy" note={`version ${policy.version}`}>
        <DataTable
          caption="What happens to an unpaid invoice"
          density="compact"
          rows={rowsOf(policy)}
          rowKey={(row) => row.name}
          columns={[
            { key: "step", header: "Step", rowHeader: true, cell: (row) => row.name },
            { key: "day", header: "After the due day", cell: (row) => row.day },
            { key: "does", header: "What happens", cell: (row) => row.does },
          ]}
        />
        <p>
          <small>
            Set by {policy.setByName} on <When instant={policy.setAt} />. A change counts for invoices that
            fall due afterwards.
          </small>
        </p>
      </Section>
      {policy.maySet ? <PolicyForm policy={policy} refusal={refusal} /> : null}
    </>
  );
}

function PolicyForm({ policy, refusal }: { policy: Policy; refusal: Refusal | undefined }) {
  const dayOf = (state: string) => policy.steps.find((step) => step.state === state)?.daysAfterDue ?? 0;
  const retries = policy.steps.filter((step) => step.state.startsWith("retry_"));
  const errors = fieldErrors(refusal);
  // One of several days is named by its place among them.
  const ofRetries = refusal?.issues.find((issue) => issue.field.startsWith("retryDays"))?.message ?? "";
  const days = (label: string, name: string, defaultValue: number) => (
    <TextField {...{ label, name, defaultValue }} inputMode="numeric" error={errors(name)} />
  );
  return (
    <Section title="Set another policy" note="in days after the due day">
      <Form method="post">
        <TextField
          label="Reminders"
          name="retryDays"
          defaultValue={retries.map((step) => step.daysAfterDue).join(", ")}
          hint="Ascending, such as 3, 5, 7."
          error={ofRetries}
        />
        {days("Last days begin", "graceDay", dayOf("grace"))}
        {days("New work is suspended", "suspendDay", dayOf("suspended"))}
        {days("May be written off", "writeOffAfterDays", policy.writeOffAfterDays)}
        <FormActions>
          <SubmitButton name="intent" value="policy" variant="default">
            Set the policy
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function rowsOf({ steps, writeOffAfterDays }: Policy) {
  const named = steps.map(({ state, daysAfterDue }) => ({
    name: stepName(state),
    day: daysAfterDue === 0 ? "The due day itself" : daysText(daysAfterDue),
    does: DOES[state] ?? CHARGED,
  }));
  const day = `${daysText(writeOffAfterDays)} or later`;
  return [...named, { name: "Written off", day, does: "Only by an administrator, with a reason" }];
}

const CHARGED = "A mail; where the buyer agreed, a charge, unless the last one failed for good";
const DOES: Record<string, string> = {
  grace: "A mail that says when new work is suspended",
  suspended: "A mail; no new work and no new order is taken until it is paid",
};
