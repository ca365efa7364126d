import { type ActionFunctionArgs, data, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData } from "@remix-run/react";
import { RESET_MINUTES } from "../../../domain/identity/password-reset.ts";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SignInShell } from "../../components/sign-in-shell.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { tooManyWords } from "../../session.server.ts";

export const meta: MetaFunction = () => [{ title: "Forgotten password · Engine Room" }];

export async function action({ context, request }: ActionFunctionArgs) {
  const email = String((await request.formData()).get("email") ?? "");
  const answer = await context.askPasswordReset(email);
  if (answer.outcome === "throttled")
    return data(
      { email, isAsked: false, message: tooManyWords(answer.retryAfterSeconds) },
      { status: 429 },
    );
  return data({ email, isAsked: true, message: "" });
}

export default function Forgotten() {
  const answer = useActionData<typeof action>();
  return (
    <SignInShell>
      <PageHead
        title="Forgotten password"
        lead="We send a link to your e-mail. A second factor, where you have one, is still asked for."
      />
      {answer?.isAsked ? (
        <Notice tone="success" title="If this address has an account, a link is on its way" live>
          It works once, for {RESET_MINUTES} minutes. Nothing there? Look among unwanted mail, or ask again.
        </Notice>
      ) : null}
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <Form method="post" data-draft="off">
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={answer?.email}
          required
        />
        <FormActions>
          <SubmitButton>Send the link</SubmitButton>
          <Link to="/sign-in">Back to sign-in</Link>
        </FormActions>
      </Form>
    </SignInShell>
  );
}
