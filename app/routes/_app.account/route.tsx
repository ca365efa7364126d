import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { AccountChange } from "../../../domain/identity/account.ts";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { confirmAddress } from "../../graphql.server.ts";
import { requireViewer, settingCookies } from "../../session.server.ts";
import { Devices } from "./devices.tsx";
import { Email } from "./email.tsx";
import { Passkeys } from "./passkeys.tsx";
import { Password } from "./password.tsx";
import { AuthenticatorApp, NewCodes, RecoveryCodes } from "./second-step.tsx";
import { NewBrowser, SignIns } from "./sign-ins.tsx";

export const handle = { crumbs: () => [{ label: "Your account" }] };
export const meta: MetaFunction = () => [{ title: "Your account · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  // The secret of an app that is being set up stands in it.
  return data(await context.account(), { headers: { "Cache-Control": "no-store" } });
}

export type Data = Awaited<ReturnType<typeof loader>>["data"];
type Answered = {
  intent: string;
  outcome: "done" | "refused";
  message: string;
  issues: readonly { field: string; message: string }[];
  codes: readonly string[] | null;
};
export type Answer = (Answered & { issue: (field: string) => string | undefined }) | undefined;

const DONE: Record<string, string> = {
  "confirm-app": "The authenticator app is set up",
  "remove-app": "The authenticator app is removed",
  passkey: "The passkey is added",
  "rename-passkey": "The passkey is renamed",
  "remove-passkey": "The passkey is removed",
  "change-password": "Your password is changed, and your other sessions have ended",
  "change-email": "A link is on its way to the new address; nothing changes before it is used",
  "drop-email": "Your address stays as it is",
  "end-session": "That session has ended",
  "renew-codes": "",
};

export async function action({ request, context }: ActionFunctionArgs) {
  requireViewer({ request, context });
  const form = await request.formData();
  const intent = String(form.get("intent") ?? "");
  const change = changeIn(intent, (name) => String(form.get(name) ?? ""));
  if (!change) return data(refusal(intent, "There is no such change."), { status: 400 });
  const answer = await context.changeAccount(change);
  if (answer.outcome === "done")
    return data(
      { intent, outcome: "done", message: DONE[intent] ?? "", issues: [], codes: answer.codes } as Answered,
      { headers: settingCookies(answer.cookies) },
    );
  if (answer.code === "step_up_needed") throw redirect(confirmAddress(request));
  return data({ ...refusal(intent, answer.message), issues: answer.issues }, { status: 400 });
}

function refusal(intent: string, message: string): Answered {
  return { intent, outcome: "refused", message, issues: [], codes: null };
}

function changeIn(intent: string, text: (name: string) => string): AccountChange | null {
  switch (intent) {
    case "begin-app":
      return { kind: "begin_app" };
    case "confirm-app":
      return { kind: "confirm_app", code: text("code") };
    case "remove-app":
      return { kind: "remove_app", password: text("password") };
    case "passkey":
      return { kind: "add_passkey", name: text("name"), response: text("response") };
    case "rename-passkey":
      return { kind: "rename_passkey", id: text("id"), name: text("name") };
    case "remove-passkey":
      return { kind: "remove_passkey", id: text("id"), password: text("password") };
    case "renew-codes":
      return { kind: "renew_recovery_codes" };
    case "change-password":
      return { kind: "change_password", current: text("current"), next: text("next") };
    case "change-email":
      return { kind: "change_email", email: text("email") };
    case "drop-email":
      return { kind: "drop_email_change" };
    case "end-session":
      return { kind: "end_session", id: text("id") };
    default:
      return null;
  }
}

export default function Account() {
  const facts = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>() as Answered | undefined;
  const answer: Answer = answered && {
    ...answered,
    issue: (field) => answered.issues.find((one) => one.field === field)?.message,
  };
  const inDialog = answer?.intent === "remove-app" || answer?.intent === "remove-passkey";
  const isShown = answer?.message && (answer.issues.length === 0 || inDialog);
  return (
    <>
      <PageHead title={titleFor(facts)} lead={`You sign in as ${facts.email}.`} />
      <NewBrowser signIns={facts.signIns} />
      {isShown ? (
        <Notice tone={answer.outcome === "done" ? "success" : "error"} title={answer.message} live />
      ) : null}
      {answer?.codes ? <NewCodes codes={answer.codes} /> : null}
      <AuthenticatorApp app={facts.app} ways={facts.ways} answer={answer} />
      <Passkeys passkeys={facts.passkeys} ways={facts.ways} answer={answer} />
      {facts.ways.length > 0 ? <RecoveryCodes recoveryLeft={facts.recoveryLeft} /> : null}
      <Email email={facts.email} pendingEmail={facts.pendingEmail} answer={answer} />
      <Password ways={facts.ways} answer={answer} />
      <Devices sessions={facts.sessions} />
      <SignIns signIns={facts.signIns} />
      <Section title="Your data" id="data" note="Yours to take along">
        <p>
          <Link to="/account/data">What is kept about you</Link>
        </p>
      </Section>
    </>
  );
}

function titleFor({ ways, recoveryLeft }: Data): string {
  if (ways.length === 0) return "Only a password protects your account";
  return recoveryLeft === 0
    ? "Your account has no recovery codes left"
    : "Your account asks for a second step";
}
