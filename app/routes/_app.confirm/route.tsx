import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { ProofForms } from "../../components/proof-forms.tsx";
import { NOT_RIGHT, proofIn } from "../../proof.server.ts";
import { requireViewer, safeNext, settingCookies, tooManyWords } from "../../session.server.ts";

export const handle = { crumbs: () => [{ label: "Confirm that it is you" }] };
export const meta: MetaFunction = () => [{ title: "Confirm that it is you · Engine Room" }];

const LEAD =
  "You asked for something grave, such as a signature or payout details, and it is more than five minutes " +
  "since you last proved who you are. Nothing was done yet; what you had entered is kept.";

export async function loader({ context, request }: LoaderFunctionArgs) {
  requireViewer({ context, request });
  const next = safeNext(new URL(request.url).searchParams.get("next"));
  return { ways: await context.stepUpWays(), next };
}

export async function action({ context, request }: ActionFunctionArgs) {
  requireViewer({ context, request });
  const form = await request.formData();
  const proof = proofIn(form);
  if (!proof) return data({ way: "", message: "Choose a way." }, { status: 400 });
  const result = await context.stepUp(proof);
  switch (result.outcome) {
    case "proved":
      return redirect(backTo(safeNext(form.get("next"))), { headers: settingCookies(result.cookies) });
    case "refused":
      return data({ way: proof.way, message: NOT_RIGHT[proof.way] }, { status: 400 });
    case "throttled":
      return data({ way: "", message: tooManyWords(result.retryAfterSeconds) }, { status: 429 });
  }
}

/** The page that asked, with its form filled again. */
function backTo(next: string): string {
  const url = new URL(next, "http://here.invalid");
  url.searchParams.set("draft", "1");
  url.searchParams.set("confirmed", "1");
  return url.pathname + url.search + url.hash;
}

export default function Confirm() {
  const { ways, next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const isInField = refused !== undefined && refused.way !== "" && refused.way !== "passkey";
  return (
    <>
      <PageHead title="Confirm that it is you" lead={LEAD} />
      {refused && !isInField ? <Notice tone="error" title={refused.message} live /> : null}
      <ProofForms
        ways={ways}
        purpose="confirm"
        verb="Confirm"
        refused={refused}
        hidden={<input type="hidden" name="next" value={next} />}
      />
      <p>
        <Link to={next}>Go back without it</Link>
      </p>
    </>
  );
}
