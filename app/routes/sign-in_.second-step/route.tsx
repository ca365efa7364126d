import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { ProofForms } from "../../components/proof-forms.tsx";
import { SignInShell } from "../../components/sign-in-shell.tsx";
import { NOT_RIGHT, proofIn } from "../../proof.server.ts";
import { ownSignInWords, safeNext, settingCookies, tooManyWords } from "../../session.server.ts";

export const meta: MetaFunction = () => [{ title: "Second step · Engine Room" }];

/** Between the right password and the session; without the first step it leads back to it. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  if (context.viewer) throw redirect(safeNext(searchParams.get("next")));
  const ways = await context.secondStep();
  if (!ways) throw redirect(`/sign-in${search}`);
  return { ways };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const { search } = new URL(request.url);
  const proof = proofIn(form);
  if (!proof || proof.way === "password")
    return data({ way: "", message: "Choose a way." }, { status: 400 });
  const result = await context.secondFactor(proof);
  switch (result.outcome) {
    case "signed_in": {
      const next = safeNext(form.get("next"));
      const draft = form.get("draft") === "1" ? `${next.includes("?") ? "&" : "?"}draft=1` : "";
      return redirect(next + draft, { headers: settingCookies(result.cookies) });
    }
    case "throttled":
      return data({ way: "", message: tooManyWords(result.retryAfterSeconds) }, { status: 429 });
    case "own_sign_in":
      return data({ way: "", message: ownSignInWords(result.organization) }, { status: 403 });
    case "refused":
      return data({ way: proof.way, message: NOT_RIGHT[proof.way] }, { status: 400 });
    default:
      return redirect(`/sign-in${search}`);
  }
}

export default function SecondStep() {
  const { ways } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [search] = useSearchParams();
  const inField = refused?.way === "totp" || refused?.way === "recovery";
  return (
    <SignInShell>
      <PageHead
        title="One more step"
        lead="Your password was right. Now prove that you hold your device."
      />
      {refused && !inField ? <Notice tone="error" title={refused.message} live /> : null}
      <ProofForms
        ways={ways}
        purpose="sign-in"
        verb="Sign in"
        refused={refused}
        hidden={
          <>
            <input type="hidden" name="next" value={search.get("next") ?? "/"} />
            <input type="hidden" name="draft" value={search.get("draft") ?? ""} />
          </>
        }
      />
      <p>
        <Link to="/sign-in">Start again with another account</Link>
      </p>
    </SignInShell>
  );
}
