import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useSearchParams } from "@remix-run/react";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SignInShell } from "../../components/sign-in-shell.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextField } from "../../components/text-fields.tsx";
import { safeNext, settingCookies, tooManyWords } from "../../session.server.ts";

export const meta: MetaFunction = () => [{ title: "Continue with your organisation · Engine Room" }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  if (context.viewer) return redirect(safeNext(new URL(request.url).searchParams.get("next")));
  return null;
}

const NONE =
  "No organisation has a sign-in of its own for this address. Sign in with your password, or ask whoever governs " +
  "your organisation here.";
const UNREACHABLE = "Your organisation's sign-in does not answer. Try again in a minute.";

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = String(form.get("email") ?? "");
  const next = safeNext(form.get("next"));
  const draft = form.get("draft") === "1" ? `${next.includes("?") ? "&" : "?"}draft=1` : "";
  const begun = await context.beginSso({ email, next: next + draft });
  switch (begun.outcome) {
    case "go":
      return redirect(begun.address, { headers: settingCookies(begun.cookies) });
    case "none":
      return data({ email, message: NONE }, { status: 404 });
    case "unreachable":
      return data({ email, message: UNREACHABLE }, { status: 502 });
    case "throttled":
      return data({ email, message: tooManyWords(begun.retryAfterSeconds) }, { status: 429 });
  }
}

export default function WithOrganisation() {
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  return (
    <SignInShell>
      <PageHead
        title="Continue with your organisation"
        lead="Your address says which organisation that is. You sign in there, and come back."
      />
      {search.get("joined") === "1" ? (
        <Notice tone="success" title="You have joined" live>
          This organisation lets its people in by its own sign-in alone.
        </Notice>
      ) : null}
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <Form method="post" data-draft="off">
        <input type="hidden" name="next" value={search.get("next") ?? "/"} />
        <input type="hidden" name="draft" value={search.get("draft") ?? ""} />
        <TextField
          label="Your e-mail at work"
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={answer?.email}
          required
          maxLength={254}
        />
        <FormActions>
          <SubmitButton>Continue</SubmitButton>
          <Link to="/sign-in">Sign in with a password</Link>
        </FormActions>
      </Form>
    </SignInShell>
  );
}
