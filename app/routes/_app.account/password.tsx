import { Form } from "@remix-run/react";
import { MIN_PASSWORD } from "../../../domain/identity/password-rule.ts";
import { FormActions } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { PasswordField } from "../../components/text-fields.tsx";
import type { Answer, Data } from "./route.tsx";

/** The password is changed by whoever knows the old one; every other session ends. */
export function Password({ ways, answer }: Pick<Data, "ways"> & { answer: Answer }) {
  const own = answer?.intent === "change-password" ? answer : undefined;
  const least = ways.length > 0 ? MIN_PASSWORD.beside : MIN_PASSWORD.alone;
  return (
    <Section title="Password" id="password" note="A change ends every other session of yours">
      <Form method="post" key={own?.outcome === "done" ? "changed" : "asked"}>
        <PasswordField label="Password now" name="current" required error={own?.issue("current")} />
        <PasswordField
          label="New password"
          hint={`At least ${least} characters; any characters, and none is asked for`}
          name="next"
          autoComplete="new-password"
          required
          error={own?.issue("next")}
        />
        <FormActions>
          <SubmitButton variant="default" name="intent" value="change-password">
            Change the password
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
