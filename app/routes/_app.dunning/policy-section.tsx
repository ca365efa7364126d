import { Form } from "@remix-run/react";
import { When } from "../../components/date-time.tsx";
import { daysText, stepName } from "../../components/dunning-words.tsx";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import type { Policy } from "./route.tsx";

/** The rules in force, and for an administrator the form that sets others. */
export function PolicySection({ policy }: { policy: Policy }) {
  const dayOf = (state: string) => policy.steps.find((step) => step.state === state)?.daysAfterDue ?? 0;
  const retries = policy.steps.filter((step) => step.state.startsWith("retry_"));
  return (
    <Section title="The policy" note={`version ${policy.version}`}>
      <ol>
        {policy.steps.map((step) => (
          <li key={step.state}>
            {stepName(step.state)}:{" "}
            {step.daysAfterDue === 0 ? "on the due day" : `${daysText(step.daysAfterDue)} later`}
            {step.state === "due" || step.state.startsWith("retry_")
              ? ", charged where the buyer agreed and the last decline was a soft one"
              : null}
          </li>
        ))}
        <li>Written off by an administrator: from {daysText(policy.writeOffAfterDays)} on</li>
      </ol>
      <p>
        <small>
          Set by {policy.setByName} on <When instant={policy.setAt} />. A change counts for invoices that
          fall due afterwards.
        </small>
      </p>
      {policy.maySet ? (
        <Form method="post">
          <TextField
            label="Reminders, in days after the due day"
            name="retryDays"
            defaultValue={retries.map((step) => step.daysAfterDue).join(", ")}
            hint="Ascending, such as 3, 5, 7."
          />
          <TextField
            label="Last days begin"
            name="graceDay"
            defaultValue={dayOf("grace")}
            inputMode="numeric"
          />
          <TextField
            label="New work is suspended"
            name="suspendDay"
            defaultValue={dayOf("suspended")}
            inputMode="numeric"
          />
          <TextField
            label="May be written off"
            name="writeOffAfterDays"
            defaultValue={policy.writeOffAfterDays}
            inputMode="numeric"
          />
          <FormActions>
            <SubmitButton name="intent" value="policy" variant="default">
              Set the policy
            </SubmitButton>
          </FormActions>
        </Form>
      ) : null}
    </Section>
  );
}
