import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { ProofForms } from "../../components/proof-forms.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { NOT_RIGHT, proofIn } from "../../proof.server.ts";
import { backToForm, requireViewer, safeNext, settingCookies, tooManyWords } from "../../session.server.ts";

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
  if (form.get("intent") === "organisation") return askOrganisation(context, form);
  const proof = proofIn(form);
  if (!proof) return data({ way: "", message: "Choose a way." }, { status: 400 });
  const result = await context.stepUp(proof);
  switch (result.outcome) {
    case "proved":
      return redirect(backToForm(safeNext(form.get("next"))), { headers: settingCookies(result.cookies) });
    case "refused":
      return data({ way: proof.way, message: NOT_RIGHT[proof.way] }, { status: 400 });
    case "throttled":
      return data({ way: "", message: tooManyWords(result.retryAfterSeconds) }, { status: 429 });
  }
}

/** Sends the browser to the organisation's own sign-in; it comes back to the page that asked. */
async function askOrganisation(context: ActionFunctionArgs["context"], form: FormData) {
  const begun = await context.beginSsoStepUp(backToForm(safeNext(form.get("next"))));
  switch (begun.outcome) {
    case "go":
      return redirect(begun.address, { headers: settingCookies(begun.cookies) });
    case "throttled":
      return data({ way: "", message: tooManyWords(begun.retryAfterSeconds) }, { status: 429 });
    default:
      return data(
        { way: "", message: "Your organisation's sign-in does not answer. Try again." },
        { status: 502 },
      );
  }
}

export default function Confirm() {
  const { ways, next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const isInField = refused !== undefined && refused.way !== "" && refused.way !== "passkey";
  return (
    <>
      <PageHead title="Confirm that it is you" lead={LEAD} />
      {refused && !isInField ? <Notice tone="error" title={refused.message} live /> : null}
      {ways.includes("organisation") ? (
        <Form method="post" data-draft="off">
          <input type="hidden" name="next" value={next} />
          <FormActions>
            <SubmitButton name="intent" value="organisation">
              Confirm with your organisation
            </SubmitButton>
          </FormActions>
        </Form>
      ) : null}
      <ProofForms
        ways={ways.filter((way) => way !== "organisation")}
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
