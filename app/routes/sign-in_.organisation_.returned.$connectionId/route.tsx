import { data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { SsoRefusal } from "../../../domain/identity/single-sign-on.ts";
import { ButtonLink } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { SignInShell } from "../../components/sign-in-shell.tsx";
import { safeNext, settingCookies } from "../../session.server.ts";

export const meta: MetaFunction = () => [
  { title: "Your organisation's sign-in · Engine Room" },
  { name: "referrer", content: "no-referrer" },
];

/** Where the organisation's provider sends the browser back to, with its answer in the address. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { search } = new URL(request.url);
  const ended = await context.finishSso({ connectionId: params.connectionId ?? "", search });
  const headers = settingCookies(ended.cookies);
  if (ended.outcome === "signed_in") throw redirect(safeNext(ended.next), { headers });
  return data({ reason: ended.reason }, { status: 403, headers });
}

const WORDS: Record<SsoRefusal, string> = {
  expired: "This sign-in was begun elsewhere, has been used, or is more than ten minutes old. Begin again.",
  removed: "Your organisation has taken this sign-in away meanwhile.",
  denied: "Your organisation's sign-in did not let you in. Ask whoever looks after it.",
  not_proved: "What your organisation's sign-in answered proves nothing to us. Begin again.",
  no_email:
    "Your organisation's sign-in does not tell us your e-mail. Whoever looks after it can release it.",
  email_not_verified: "Your organisation's sign-in does not say that it has verified your e-mail.",
  foreign_domain: "Your e-mail is of no domain that your organisation has shown to be its own.",
  other_account:
    "Somebody has come by this address with another account, or you with another one. The owner of your organisation " +
    "here can remove that person's place.",
  no_place: "You have no place in this organisation here. Whoever governs it can invite you.",
};

export default function Returned() {
  const { reason } = useLoaderData<typeof loader>();
  return (
    <SignInShell>
      <PageHead title="You are not signed in" lead="Your organisation's sign-in has answered." />
      <Notice tone="error" title={WORDS[reason]} live>
        <p>Nothing was changed.</p>
      </Notice>
      <p>
        <ButtonLink to="/sign-in/organisation">Begin again</ButtonLink>{" "}
        <Link to="/sign-in">Sign in another way</Link>
      </p>
    </SignInShell>
  );
}
