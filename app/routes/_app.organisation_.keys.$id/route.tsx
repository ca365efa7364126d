import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Confirm } from "../../components/confirm.tsx";
import { When } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { KeyState } from "../../components/key-state.tsx";
import { ZoneProvider } from "../../components/locale.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { found, query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { CallLog } from "./call-log.tsx";
import { GivenScopes } from "./given-scopes.tsx";
import { ApiKeyDocument, RevokeApiKeyDocument } from "./key.graphql.ts";

export const handle = {
  crumbs: ({ key }: { key: Data["key"] }) => [
    { label: "Organisation", href: "/organisation" },
    { label: "API keys", href: "/organisation/keys" },
    { label: key.name },
  ],
};
export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.key.name ?? "API key"} · Engine Room` },
];

const PAGE = 50;

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const search = new URL(request.url).searchParams;
  const before = search.get("before");
  const page = before ? { last: PAGE, before } : { first: PAGE, after: search.get("after") };
  const answer = await query({ request, context }, ApiKeyDocument, { id: params.id ?? "", ...page });
  return { zone: answer.organization.zone, key: found(answer.apiKey), calls: answer.apiKeyCalls };
}

export type Data = Awaited<ReturnType<typeof loader>>;

export async function action({ request, context, params }: ActionFunctionArgs) {
  requireViewer({ request, context });
  const apiKeyId = params.id ?? "";
  const { revokeApiKey } = await query({ request, context }, RevokeApiKeyDocument, { input: { apiKeyId } });
  if ("message" in revokeApiKey) return data({ message: revokeApiKey.message }, { status: 409 });
  return redirect(`/organisation/keys/${apiKeyId}`);
}

export default function ApiKey() {
  const { zone, key, calls } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <ZoneProvider zone={zone}>
      <PageHead
        title={key.name}
        lead={
          <>
            <code>{key.prefix}…</code> acts as {key.actsAs}. <KeyState state={key.state} />
          </>
        }
        actions={key.revokedAt ? null : <Revoke name={key.name} />}
      />
      {refused && "message" in refused ? <Notice tone="error" title={refused.message} live /> : null}
      <Facts
        facts={[
          { id: "made", label: "Made", value: <When instant={key.createdAt} /> },
          {
            id: "until",
            label: "Works until",
            value: key.expiresAt ? <When instant={key.expiresAt} /> : "no end set",
          },
          ...(key.revokedAt
            ? [{ id: "revoked", label: "Revoked", value: <When instant={key.revokedAt} /> }]
            : []),
          {
            id: "used",
            label: "Last used",
            value: key.lastUsedAt ? <When instant={key.lastUsedAt} /> : "never",
          },
          {
            id: "budget",
            label: "Requests a minute",
            value: key.perMinute?.toLocaleString("en-GB") ?? "no budget of its own",
          },
        ]}
      />
      <GivenScopes scopes={key.scopes ?? null} />
      <CallLog calls={calls} />
    </ZoneProvider>
  );
}

function Revoke({ name }: { name: string }) {
  return (
    <Confirm label="Revoke" title={`Revoke “${name}”?`} confirmLabel="Revoke the key" danger>
      Programs that use it are refused from this moment. It can't be undone; a new key can be made.
    </Confirm>
  );
}
