import { Form, Link } from "@remix-run/react";
import { CheckboxGroup } from "../../components/choice-fields.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { WarningsQuery } from "../../gql/graphql.ts";

/** Which warnings also come by mail. Here and on the home page they stand in any case. */
export function MailForm(props: {
  preferences: WarningsQuery["mailPreferences"];
  message: string | undefined;
}) {
  const { preferences, message } = props;
  return (
    <Section
      title="What also comes by mail"
      id="mail"
      note={
        <>
          in the same hours; <Link to="/mail">see your mail</Link>
        </>
      }
    >
      {message ? <Notice tone="error" title={message} live /> : null}
      <Form method="post" action="?#mail">
        <CheckboxGroup
          id="mail-wanted"
          label="Send me a mail about"
          hint="One mail tells all that comes at the same moment"
          name="wanted"
          defaultValue={preferences.filter((one) => one.wanted).map((one) => one.kind)}
          options={preferences.map(({ kind, name }) => ({ value: kind, label: name }))}
        />
        <FormActions>
          <SubmitButton name="intent" value="mail" variant="default">
            Save what comes by mail
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
