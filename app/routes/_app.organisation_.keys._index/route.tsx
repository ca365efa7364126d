import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { KeyState } from "../../components/key-state.tsx";
import { ZoneProvider } from "../../components/locale.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { ApiKeysDocument } from "./keys.graphql.ts";

export const handle = {
  crumbs: () => [{ label: "Organisation", href: "/organisation" }, { label: "API keys" }],
};
export const meta: MetaFunction = () => [{ title: "API keys · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  return query({ request, context }, ApiKeysDocument, {});
}

export default function ApiKeys() {
  const { organization, apiKeys } = useLoaderData<typeof loader>();
  const working = apiKeys.filter((key) => key.state === "works").length;
  return (
    <ZoneProvider zone={organization.zone}>
      <PageHead
        title={working === 1 ? "One API key works" : `${working} API keys work`}
        lead="A key lets a program read and do what it was given, at /graphql, as the person who made it. What
          that person may no longer do, their keys may no longer do either."
        actions={
          <ButtonLink to="/organisation/keys/new" variant="primary">
            Make a key
          </ButtonLink>
        }
      />
      <Section title="Keys" first>
        <DataTable
          caption="API keys"
          rows={apiKeys}
          rowKey={(key) => key.apiKeyId}
          empty={
            <EmptyState kind="nothing-yet" title="No key has been made yet">
              Make one for each program that works with Engine Room, with as little as it needs.
            </EmptyState>
          }
          columns={[
            {
              key: "name",
              header: "Key",
              rowHeader: true,
              cell: (key) => (
                <>
                  <Link to={`/organisation/keys/${key.apiKeyId}`}>{key.name}</Link>
                  <small>
                    <code>{key.prefix}…</code>
                  </small>
                </>
              ),
            },
            { key: "may", header: "What it may", cell: (key) => key.scopeSummary },
            { key: "as", header: "Acts as", cell: (key) => key.actsAs },
            {
              key: "used",
              header: "Last used",
              cell: (key) => (key.lastUsedAt ? <When instant={key.lastUsedAt} format="short" /> : "never"),
            },
            {
              key: "ends",
              header: "Works until",
              cell: (key) =>
                key.expiresAt ? <When instant={key.expiresAt} format="short" /> : "no end set",
            },
            { key: "state", header: "State", cell: (key) => <KeyState state={key.state} /> },
          ]}
        />
      </Section>
    </ZoneProvider>
  );
}
