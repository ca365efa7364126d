import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { ZoneProvider } from "../../components/locale.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { ConnectionPart, Enforcement } from "./connection.tsx";
import { DirectoryPart } from "./directory.tsx";
import { Domains } from "./domains.tsx";
import { SingleSignOnDocument } from "./sign-in.graphql.ts";
import { type SsoAnswer, ssoAction } from "./sso-actions.ts";

export const handle = {
  crumbs: () => [{ label: "Organisation", href: "/organisation" }, { label: "Single sign-on" }],
};
export const meta: MetaFunction = () => [{ title: "Single sign-on · Engine Room" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireViewer({ request, context });
  const page = await query({ request, context }, SingleSignOnDocument, {});
  return { ...page, idempotencyKey: crypto.randomUUID() };
}

export function action({ request, context }: ActionFunctionArgs) {
  requireViewer({ request, context });
  return ssoAction({ request, context });
}

export type Data = Awaited<ReturnType<typeof loader>>;

export default function SingleSignOn() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as SsoAnswer | undefined;
  const { organization, ssoConnection: connection, ssoDomains: domains } = page;
  return (
    <ZoneProvider zone={organization.zone}>
      <PageHead title={titleOf(page)} lead={leadOf(page)} />
      <ConnectionPart page={page} answer={answer} />
      <Domains rows={domains} answer={answer} />
      <DirectoryPart page={page} answer={answer} />
      {connection ? <Enforcement connection={connection} answer={answer} /> : null}
    </ZoneProvider>
  );
}

function titleOf({ ssoConnection: connection }: Data): string {
  if (!connection) return "Your people sign in with passwords";
  return connection.enforcedAt
    ? "Your people sign in with your provider"
    : "Your people may use your provider";
}

function leadOf({ ssoConnection: connection, ssoDomains: domains, organization }: Data): string {
  if (!connection)
    return `Connect the identity provider of ${organization.name}, and show which domains are yours.`;
  if (!domains.some((one) => one.verifiedAt))
    return "No domain is verified yet, so nobody can sign in this way.";
  if (!connection.testedAt)
    return "Register the redirect address at your provider, and sign in once to try it.";
  return "Whoever leaves your provider comes in no more; end their place here as well, or let your directory do it.";
}
