import { Form } from "@remix-run/react";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import type { ProposeAnswer } from "./route.tsx";

export interface ProposeFormProps {
  answer: ProposeAnswer | undefined;
  idempotencyKey: string;
}

/** Another account for one currency. The number is typed anew after a refusal: it is sent back to nobody. */
export function ProposeForm({ answer, idempotencyKey }: ProposeFormProps) {
  const field = (name: string) => ({
    name,
    id: `propose-${name}`,
    error: answer?.issues.find((one) => one.field === name)?.message,
    defaultValue: answer?.typed?.[name] ?? "",
  });
  return (
    <Section title="Propose another account" note="nothing changes before somebody else has confirmed it">
      <Form method="post" noValidate key={idempotencyKey}>
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <TextField
          label="Currency"
          hint="its three letters, like EUR"
          width="short"
          required
          maxLength={3}
          {...field("currency")}
        />
        <TextField
          label="Holder"
          hint="as the bank has the name"
          required
          maxLength={120}
          {...field("holder")}
        />
        <TextField
          label="Account"
          hint="an IBAN, or the number of an account elsewhere"
          required
          maxLength={50}
          autoComplete="off"
          data-draft="off"
          {...field("account")}
        />
        <TextField
          label="BIC"
          hint="if your bank uses one"
          width="short"
          maxLength={11}
          {...field("bic")}
        />
        <FormActions>
          <SubmitButton name="intent" value="propose">
            Propose this account
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
