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
import { PasskeyButton } from "../../components/passkey-button.tsx";
import { Section } from "../../components/section.tsx";
import { SignInShell } from "../../components/sign-in-shell.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { PasswordField, TextField } from "../../components/text-fields.tsx";
import { ownSignInWords, safeNext, settingCookies, tooManyWords } from "../../session.server.ts";

export const meta: MetaFunction = () => [{ title: "Sign in · Engine Room" }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const next = new URL(request.url).searchParams.get("next");
  if (context.viewer) return redirect(safeNext(next));
  return null;
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const email = text("email");
  const byPasskey = text("intent") === "passkey";
  const result = byPasskey
    ? await context.passkeySignIn(text("response"))
    : await context.signIn({ email, password: text("password") });
  switch (result.outcome) {
    case "signed_in":
      return redirect(nextAddress(form), { headers: settingCookies(result.cookies) });
    case "second_factor":
      return redirect(`/sign-in/second-step?${onward(form)}`, { headers: settingCookies(result.cookies) });
    case "own_sign_in":
      return data({ email, message: ownSignInWords(result.organization) }, { status: 403 });
    case "refused":
      return data({ email, message: byPasskey ? NO_PASSKEY : NO_PASSWORD }, { status: 400 });
    case "throttled":
      return data({ email, message: tooManyWords(result.retryAfterSeconds) }, { status: 429 });
  }
}

const NO_PASSWORD = "The e-mail or the password is not right.";
const NO_PASSKEY = "This passkey is not known here, or no longer. Sign in with your password.";

/** Where the person was going, for the page between. */
function onward(form: FormData): URLSearchParams {
  const onward = new URLSearchParams({ next: safeNext(form.get("next")) });
  if (form.get("draft") === "1") onward.set("draft", "1");
  return onward;
}

function nextAddress(form: FormData): string {
  const next = safeNext(form.get("next"));
  if (form.get("draft") !== "1") return next;
  return `${next}${next.includes("?") ? "&" : "?"}draft=1`;
}

/** Where the person was going, for the page of their organisation's own sign-in. */
function onwardOf(search: URLSearchParams): URLSearchParams {
  const kept = ["next", "draft"].flatMap((name) => {
    const value = search.get(name);
    return value ? [[name, value]] : [];
  });
  return new URLSearchParams(kept);
}

export default function SignIn() {
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const ended = search.get("draft") === "1";
  const hidden = (
    <>
      <input type="hidden" name="next" value={search.get("next") ?? "/"} />
      <input type="hidden" name="draft" value={search.get("draft") ?? ""} />
    </>
  );
  return (
    <SignInShell>
      <PageHead title="Sign in" lead="Buyers, providers and account managers all start here." />
      {ended ? (
        <Notice tone="info" title="Your session has ended">
          Nothing was sent. Sign in and your form comes back as you left it.
        </Notice>
      ) : null}
      {search.get("password") === "reset" ? (
        <Notice tone="success" title="Your password is changed, and every session has ended" live>
          Sign in with the new one.
        </Notice>
      ) : null}
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <Form method="post">
        {hidden}
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={answer?.email}
          required
        />
        <PasswordField label="Password" name="password" required />
        <FormActions>
          <SubmitButton>Sign in</SubmitButton>
          <Link to="/sign-in/forgotten">Forgotten your password?</Link>
        </FormActions>
      </Form>
      <Section title="With your organisation" note="Where your company has set up a sign-in of its own">
        <p>
          <Link to={`/sign-in/organisation?${onwardOf(search)}`}>Continue with your organisation</Link>
        </p>
      </Section>
      <Section title="With a passkey" note="Fingerprint, face or PIN of this device, or a security key">
        <Form method="post" data-draft="off">
          {hidden}
          <FormActions>
            <PasskeyButton purpose="sign-in">Use a passkey</PasskeyButton>
          </FormActions>
        </Form>
      </Section>
    </SignInShell>
  );
}
