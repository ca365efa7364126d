import { Form } from "@remix-run/react";
import { SelectField } from "../../components/choice-fields.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { DateField, TextArea, TextField } from "../../components/text-fields.tsx";
import type { Data, HoldAnswer } from "./route.tsx";

/** Holds an organisation, or one person by the address that they sign in with. */
export function PlaceForm({ page, answer }: { page: Data; answer: HoldAnswer | undefined }) {
  const issue = (field: string) => answer?.issues.find((one) => one.field === field)?.message;
  const typed = answer?.typed;
  return (
    <Section title="Place a hold">
      <Form method="post" key={page.idempotencyKey} data-draft="off">
        <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
        <SelectField
          label="Organisation"
          name="organization"
          defaultValue={typed?.organization ?? ""}
          options={[
            { value: "", label: "None: one person alone" },
            ...page.tenants.map((one) => ({ value: one.organizationId, label: one.name })),
          ]}
          hint="Holds what tells of everybody who has or had a place there."
        />
        <TextField
          label="Or a person's e-mail"
          name="email"
          type="email"
          maxLength={200}
          defaultValue={typed?.email ?? ""}
          error={issue("subject")}
        />
        <TextArea
          label="Why"
          name="reason"
          rows={2}
          required
          maxLength={500}
          defaultValue={typed?.reason ?? ""}
          error={issue("reason")}
        />
        <DateField
          label="Until"
          name="until"
          defaultValue={typed?.until ?? ""}
          error={issue("until")}
          hint="Empty: until somebody lifts it."
        />
        <SubmitButton name="intent" value="place">
          Place the hold
        </SubmitButton>
      </Form>
    </Section>
  );
}
