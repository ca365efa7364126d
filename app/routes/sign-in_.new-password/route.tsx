import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { MAX_PASSWORD, MIN_PASSWORD } from "../../../domain/identity/password-rule.ts";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SignInShell } from "../../components/sign-in-shell.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { PasswordField } from "../../components/text-fields.tsx";
import { tooManyWords } from "../../session.server.ts";

export const meta: MetaFunction = () => [
  { title: "New password · Engine Room" },
  { name: "referrer", content: "no-referrer" },
];

/** The link in the mail. Opening it changes nothing: programs open links as well; the button does. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const secret = new URL(request.url).searchParams.get("key") ?? "";
  return { secret: (await context.resetLinkStands(secret)) ? secret : null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const answer = await context.setForgottenPassword({ secret: text("key"), password: text("password") });
  switch (answer.outcome) {
    case "done":
      return redirect("/sign-in?password=reset");
    case "invalid":
      return data({ message: answer.issues[0]?.message ?? "", inField: true }, { status: 400 });
    case "throttled":
      return data({ message: tooManyWords(answer.retryAfterSeconds), inField: false }, { status: 429 });
    default:
      return data({ message: NOT_KNOWN, inField: false }, { status: 404 });
  }
}

const NOT_KNOWN = "This link is not known, or no longer. Ask for another.";

export default function NewPassword() {
  const { secret } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!secret)
    return (
      <SignInShell>
        <PageHead title="This link does not work" />
        <Notice tone="error" title={NOT_KNOWN} live>
          <Link to="/sign-in/forgotten">Ask for another link</Link>
        </Notice>
      </SignInShell>
    );
  return (
    <SignInShell>
      <PageHead title="Set a new password" lead="It signs you out everywhere; then sign in with it." />
      {answer && !answer.inField ? <Notice tone="error" title={answer.message} live /> : null}
      <Form method="post" data-draft="off">
        <input type="hidden" name="key" value={secret} />
        <PasswordField
          label="New password"
          name="password"
          autoComplete="new-password"
          hint={`At least ${MIN_PASSWORD.alone} characters, fewer beside a second factor; any characters`}
          maxLength={MAX_PASSWORD}
          {...(answer?.inField ? { error: answer.message } : {})}
          required
        />
        <FormActions>
          <SubmitButton>Set the password</SubmitButton>
        </FormActions>
      </Form>
    </SignInShell>
  );
}
