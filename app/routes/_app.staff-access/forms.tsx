import { Form } from "@remix-run/react";
import { Checkbox, SelectField } from "../../components/choice-fields.tsx";
import { FormActions } from "../../components/form.tsx";
import { fieldErrors } from "../../components/refusal.ts";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea, TextField } from "../../components/text-fields.tsx";
import type { AccessAnswer, Data } from "./route.tsx";

type Props = { page: Data; answer: AccessAnswer | undefined };

const organisations = (page: Data) =>
  page.tenants.map(({ organizationId, name, kind }) => ({
    value: organizationId,
    label: `${name} (${kind})`,
  }));

/** Asks to read an organisation that one does not look after. */
export function AskForm({ page, answer }: Props) {
  const refused = answer?.intent === "ask" ? answer : undefined;
  const error = fieldErrors(refused);
  return (
    <Section title="Read an organisation for a time" note="It is shown who reads, why, and until when">
      <Form method="post" key={page.idempotencyKey}>
        <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
        <SelectField
          label="Organisation"
          name="organizationId"
          required
          placeholder="Choose an organisation"
          options={organisations(page)}
          defaultValue={refused?.typed.organizationId ?? ""}
          error={error("organizationId")}
        />
        <TextArea
          label="Reason"
          name="reason"
          required
          maxLength={500}
          defaultValue={refused?.typed.reason}
          error={error("reason")}
        />
        <TextField
          label="Hours"
          name="hours"
          inputMode="numeric"
          width="short"
          required
          defaultValue={refused?.typed.hours ?? "2"}
          error={error("hours")}
        />
        <Checkbox
          label="Documents as well"
          hint="An administrator has to approve it first"
          name="documents"
          value="yes"
        />
        <FormActions>
          <SubmitButton name="intent" value="ask">
            Ask
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

/** Has somebody look after an organisation. */
export function AssignForm({ page }: { page: Data }) {
  const people = page.people.edges
    .map(({ node }) => node)
    .filter((one) => one.roleValue === "account_manager" || one.roleValue === "vetting_officer")
    .map((one) => ({ value: one.membershipId, label: one.name }));
  return (
    <Form method="post">
      <SelectField
        label="Who"
        name="membershipId"
        required
        placeholder="Choose a person"
        options={people}
      />
      <SelectField
        label="Looks after"
        name="organizationId"
        required
        placeholder="Choose an organisation"
        options={organisations(page)}
      />
      <FormActions>
        <SubmitButton name="intent" value="assign">
          Assign
        </SubmitButton>
      </FormActions>
    </Form>
  );
}
