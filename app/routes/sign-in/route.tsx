import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useSearchParams } from "@remix-run/react";
import { AppShell } from "../../components/app-shell.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { PasswordField, TextField } from "../../components/text-fields.tsx";
import { safeNext } from "../../session.server.ts";

export const meta: MetaFunction = () => [{ title: "Sign in · Engine Room" }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const next = new URL(request.url).searchParams.get("next");
  if (context.viewer) return redirect(safeNext(next));
  return null;
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = String(form.get("email") ?? "");
  const password = String(form.get("password") ?? "");
  const result = await context.signIn({ email, password });
  switch (result.outcome) {
    case "signed_in":
      return redirect(nextAddress(form), { headers: { "Set-Cookie": result.cookie } });
    case "refused":
      return data({ email, message: "The e-mail or the password is not right." }, { status: 400 });
    case "throttled":
      return data({ email, message: tooMany(result.retryAfterSeconds) }, { status: 429 });
  }
}

function nextAddress(form: FormData): string {
  const next = safeNext(form.get("next"));
  if (form.get("draft") !== "1") return next;
  return `${next}${next.includes("?") ? "&" : "?"}draft=1`;
}

function tooMany(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return `Too many attempts. Try again in ${minutes} minute${minutes === 1 ? "" : "s"}.`;
}

export default function SignIn() {
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const ended = search.get("draft") === "1";
  return (
    <AppShell
      nav={[
        { label: "Catalogue", href: "/catalogue" },
        { label: "Sign in", href: "/sign-in" },
      ]}
    >
      <PageHead title="Sign in" lead="Buyers, providers and account managers all start here." />
      {ended ? (
        <Notice tone="info" title="Your session has ended">
          Nothing was sent. Sign in and your form comes back as you left it.
        </Notice>
      ) : null}
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <Form method="post">
        <input type="hidden" name="next" value={search.get("next") ?? "/"} />
        <input type="hidden" name="draft" value={search.get("draft") ?? ""} />
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
        </FormActions>
      </Form>
    </AppShell>
  );
}
