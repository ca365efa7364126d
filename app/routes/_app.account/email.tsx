import { Form } from "@remix-run/react";
import { EMAIL_LINK_HOURS, WAY_BACK_DAYS } from "../../../domain/identity/email-change.ts";
import { Confirm } from "../../components/confirm.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import type { Answer, Data } from "./route.tsx";

/** The address that the reader signs in with; a new one counts once a link that went to it was used. */
export function Email({
  email,
  pendingEmail,
  answer,
}: Pick<Data, "email" | "pendingEmail"> & { answer: Answer }) {
  const own = answer?.intent === "change-email" ? answer : undefined;
  return (
    <Section title="E-mail" id="e-mail" note={`The old address keeps a way back for ${WAY_BACK_DAYS} days`}>
      {pendingEmail ? (
        <Notice tone="info" title={`${pendingEmail} has still to be confirmed`}>
          <p>
            A link went to it; it works once, for {EMAIL_LINK_HOURS} hours. Until then you sign in as{" "}
            {email}.
          </p>
          <Confirm
            label="Keep the old address"
            size="small"
            title={`Keep ${email}?`}
            confirmLabel="Keep it"
            name="intent"
            value="drop-email"
          >
            The link stops working, and nothing changes.
          </Confirm>
        </Notice>
      ) : null}
      <Form method="post" key={own?.outcome === "done" ? "asked" : "asks"}>
        <TextField
          label="New e-mail address"
          name="email"
          type="email"
          autoComplete="email"
          required
          maxLength={254}
          error={own?.issue("email")}
        />
        <FormActions>
          <SubmitButton variant="default" name="intent" value="change-email">
            Send the link
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}
