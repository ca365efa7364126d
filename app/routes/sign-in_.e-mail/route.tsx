import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SignInShell } from "../../components/sign-in-shell.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { tooManyWords } from "../../session.server.ts";

export const meta: MetaFunction = () => [
  { title: "Your address · Engine Room" },
  { name: "referrer", content: "no-referrer" },
];

/** The link in the mail. Opening it changes nothing: programs open links as well; the button does. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const secret = new URL(request.url).searchParams.get("key") ?? "";
  const link = await context.emailLink(secret);
  return { link, secret: link ? secret : "" };
}

const NOT_KNOWN = "This link is not known, or no longer.";
const TAKEN = "Another account has this address by now. Write to us, and we will look into it with you.";

export async function action({ request, context }: ActionFunctionArgs) {
  const answer = await context.takeEmailLink(String((await request.formData()).get("key") ?? ""));
  switch (answer.outcome) {
    case "changed":
    case "given_back":
      return data({ done: answer.outcome, address: answer.address, message: "" });
    case "taken":
      return data({ done: null, address: "", message: TAKEN }, { status: 409 });
    case "throttled":
      return data(
        { done: null, address: "", message: tooManyWords(answer.retryAfterSeconds) },
        { status: 429 },
      );
    default:
      return data({ done: null, address: "", message: NOT_KNOWN }, { status: 404 });
  }
}

export default function EmailLink() {
  const { link, secret } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer?.done) return <Done done={answer.done} address={answer.address} />;
  if (!link)
    return (
      <SignInShell>
        <PageHead title="This link does not work" />
        <Notice tone="error" title={answer?.message || NOT_KNOWN} live>
          <Link to="/account">Your account</Link>
        </Notice>
      </SignInShell>
    );
  const gives = link.does === "give_back";
  return (
    <SignInShell>
      <PageHead
        title={gives ? `Take ${link.address} back` : `Use ${link.address}`}
        lead={
          gives
            ? "Everybody is signed out of your account, and ways to sign in that were added since the change are removed."
            : "From now on you sign in with this address. Your sessions stay open."
        }
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      <Form method="post" data-draft="off">
        <input type="hidden" name="key" value={secret} />
        <FormActions>
          <SubmitButton>{gives ? "Take it back" : "Use this address"}</SubmitButton>
        </FormActions>
      </Form>
    </SignInShell>
  );
}

function Done({ done, address }: { done: "changed" | "given_back"; address: string }) {
  return (
    <SignInShell>
      <PageHead title={done === "changed" ? "Your address is changed" : "Your address is yours again"} />
      <Notice tone="success" title={`You sign in as ${address}`} live>
        {done === "changed"
          ? "The old address was told, with a way back for seven days."
          : "A link to a new password is on its way to it. Look at your API keys as well."}
      </Notice>
      <p>
        <Link to={done === "changed" ? "/account" : "/sign-in"}>
          {done === "changed" ? "Your account" : "Sign in"}
        </Link>
      </p>
    </SignInShell>
  );
}
