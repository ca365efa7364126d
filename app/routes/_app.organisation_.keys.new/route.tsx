import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { PageHead } from "../../components/page-head.tsx";
import type { Refusal } from "../../components/refusal.ts";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { KeyForm } from "./key-form.tsx";
import { MadeKey } from "./made-key.tsx";
import { CreateApiKeyDocument, KeyScopesDocument } from "./new-key.graphql.ts";

export const handle = {
  crumbs: () => [
    { label: "Organisation", href: "/organisation" },
    { label: "API keys", href: "/organisation/keys" },
    { label: "New key" },
  ],
};
export const meta: MetaFunction = () => [{ title: "New API key · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const { keyScopes } = await query({ request, context }, KeyScopesDocument, {});
  return { keyScopes, idempotencyKey: crypto.randomUUID() };
}

export type Typed = {
  name: string;
  days: string;
  perMinute: string;
  access: string;
  scopes: readonly string[];
};
export type KeyRefusal = Refusal & { typed: Typed };
export type Made = { secret: string | null; id: string; name: string; summary: string };

export async function action({ request, context }: ActionFunctionArgs) {
  const door = { request, context };
  requireViewer(door);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const typed: Typed = {
    ...{ name: text("name"), days: text("days"), perMinute: text("perMinute"), access: text("access") },
    scopes: form.getAll("scopes").map(String),
  };
  const input = {
    name: typed.name,
    days: whole(typed.days),
    perMinute: whole(typed.perMinute),
    scopes: await chosen(door, typed),
    idempotencyKey: text("idempotencyKey"),
  };
  const { createApiKey: answer } = await query(door, CreateApiKeyDocument, { input });
  if ("data" in answer) {
    const { secret, key } = answer.data;
    return { made: { secret, id: key.apiKeyId, name: key.name, summary: key.scopeSummary } satisfies Made };
  }
  const issues = "issues" in answer ? answer.issues : [];
  return data(
    { refusal: { message: answer.message, issues, typed } satisfies KeyRefusal },
    { status: 400 },
  );
}

/** A number as it was typed; 0, which the rule refuses with its own words, for what is none. */
function whole(text: string): number {
  return /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : 0;
}

/** What the form asks to give: what was ticked, or all that can be given, or of that what reads. */
async function chosen(
  door: Pick<ActionFunctionArgs, "request" | "context">,
  typed: Typed,
): Promise<string[]> {
  if (typed.access !== "all" && typed.access !== "read") return [...typed.scopes];
  const { keyScopes } = await query(door, KeyScopesDocument, {});
  return typed.access === "all" ? keyScopes : keyScopes.filter((one) => one.endsWith(":read"));
}

export default function NewKey() {
  const { keyScopes, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as { made?: Made; refusal?: KeyRefusal } | undefined;
  if (answer?.made) return <MadeKey made={answer.made} />;
  return (
    <>
      <PageHead
        title="A key for a program"
        lead="It acts as you, with no more than you give it here, and never with what you may no longer do."
      />
      <KeyForm
        scopes={keyScopes}
        refusal={answer?.refusal}
        idempotencyKey={idempotencyKey}
        key={idempotencyKey}
      />
    </>
  );
}
