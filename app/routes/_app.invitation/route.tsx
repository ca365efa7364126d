import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { MAX_PASSWORD, MIN_PASSWORD } from "../../../domain/identity/password-rule.ts";
import { ButtonLink } from "../../components/button.tsx";
import { Day } from "../../components/date-time.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { fieldErrors } from "../../components/refusal.ts";
import { SubmitButton } from "../../components/submit-button.tsx";
import { PasswordField, TextField } from "../../components/text-fields.tsx";
import { settingCookies } from "../../session.server.ts";

export const handle = { crumbs: () => [{ label: "Invitation" }] };
export const meta: MetaFunction = () => [
  { title: "Invitation · Engine Room" },
  { name: "referrer", content: "no-referrer" },
];

const NOT_KNOWN = "This invitation is not known, or no longer. Ask whoever invited you for a new one.";

/** The link in the mail. Opening it changes nothing: programs open links as well; the button does. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const secret = new URL(request.url).searchParams.get("key") ?? "";
  const found = await context.invitation(secret);
  const reader = context.viewer;
  // Whoever is signed in as somebody else learns nothing of the invitation.
  const forAnother = found !== null && reader !== null && reader.email !== found.email;
  return {
    secret: found ? secret : "",
    invitation: forAnother ? null : found,
    forAnother,
    reader: reader ? { name: reader.name, email: reader.email } : null,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const name = text("name");
  const answer = await context.acceptInvitation({ secret: text("key"), name, password: text("password") });
  switch (answer.outcome) {
    case "joined":
      return redirect("/", { headers: settingCookies(answer.cookies) });
    case "invalid":
      return refused({ name, message: answer.issues[0]?.message ?? "", issues: answer.issues });
    case "throttled":
      return refused(
        { name, message: "Too many attempts. Try again in a quarter of an hour.", issues: [] },
        429,
      );
    case "sign_in":
      return redirect(signInAddress(text("key")));
    case "own_sign_in":
      return refused({ name, message: OWN_SIGN_IN, issues: [] }, 409);
    case "joined_elsewhere":
      return redirect("/sign-in/organisation?joined=1");
    case "other_person":
      return refused({ name, message: FOR_ANOTHER, issues: [] }, 409);
    default:
      return refused({ name, message: NOT_KNOWN, issues: [] }, 404);
  }
}

type Refused = { name: string; message: string; issues: readonly { field: string; message: string }[] };
const refused = (answer: Refused, status = 400) => data(answer, { status });
const OWN_SIGN_IN =
  "Your organisation's own sign-in opened this session. To join another organisation sign out, and sign in with a " +
  "password of your own; one can be set by “Forgotten your password?”.";
const FOR_ANOTHER = "This invitation is for another person than the one who is signed in here.";

function signInAddress(secret: string): string {
  return `/sign-in?next=${encodeURIComponent(`/invitation?key=${secret}`)}`;
}

export default function Invitation() {
  const { invitation, forAnother, secret, reader } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (forAnother)
    return (
      <>
        <PageHead title="This invitation is for somebody else" />
        <Notice tone="warning" title={FOR_ANOTHER}>
          <p>You are signed in as {reader?.email}. Sign out, and open the link in your mail again.</p>
        </Notice>
      </>
    );
  if (!invitation)
    return (
      <>
        <PageHead title="This invitation does not work" />
        <Notice tone="error" title={answer?.message ?? NOT_KNOWN} live>
          <Link to="/sign-in">Sign in</Link>
        </Notice>
      </>
    );
  return (
    <>
      <PageHead
        title={`Join ${invitation.organization}`}
        lead={`${invitation.invitedBy} invites ${invitation.email} as ${invitation.roleName}.`}
      />
      <p>
        The link works once, until <Day date={invitation.expiresAt.slice(0, 10)} />.
      </p>
      {answer && answer.issues.length === 0 ? <Notice tone="error" title={answer.message} live /> : null}
      {invitation.hasAccount && !reader ? (
        <>
          <p>There is an account with this address. Sign in with it to accept.</p>
          <ButtonLink to={signInAddress(secret)} variant="primary">
            Sign in to accept
          </ButtonLink>
        </>
      ) : (
        <JoinForm secret={secret} isNew={!invitation.hasAccount} answer={answer} email={invitation.email} />
      )}
    </>
  );
}

function JoinForm(p: { secret: string; isNew: boolean; answer: Refused | undefined; email: string }) {
  const error = fieldErrors(p.answer);
  return (
    <Form method="post">
      <input type="hidden" name="key" value={p.secret} />
      {p.isNew ? (
        <>
          <input type="hidden" name="email" autoComplete="username" value={p.email} readOnly />
          <TextField
            label="Your name"
            hint="As your colleagues and partners will see it"
            name="name"
            autoComplete="name"
            required
            maxLength={120}
            defaultValue={p.answer?.name}
            error={error("name")}
          />
          <PasswordField
            label="Choose a password"
            hint={`At least ${MIN_PASSWORD.alone} characters; a few words in a row are easy to keep`}
            name="password"
            autoComplete="new-password"
            required
            minLength={MIN_PASSWORD.alone}
            maxLength={MAX_PASSWORD}
            error={error("password")}
          />
        </>
      ) : null}
      <FormActions>
        <SubmitButton>{p.isNew ? "Make my account and join" : "Join"}</SubmitButton>
      </FormActions>
    </Form>
  );
}
