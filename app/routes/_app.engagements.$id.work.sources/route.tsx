import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Notice } from "../../components/notice.tsx";
import { found, query } from "../../graphql.server.ts";
import { ApiExample } from "./api-example.tsx";
import { Connections } from "./connections.tsx";
import { ImportHistory, LateEvents } from "./history.tsx";
import { SavedMappings } from "./saved-mappings.tsx";
import {
  CreateConnectionDocument,
  RemoveMappingDocument,
  RenameMappingDocument,
  SourcesDocument,
} from "./sources.graphql.ts";

export const meta: MetaFunction = () => [{ title: "Data sources · Engine Room" }];
export const handle = {
  crumbs: ({ engagementId }: { engagementId: string }) => [
    { label: "Work", href: `/engagements/${engagementId}/work` },
    { label: "Data sources" },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const engagementId = params.id ?? "";
  const answer = await query({ request, context }, SourcesDocument, { id: engagementId });
  const { zone } = found(answer.engagementMonths);
  const permitted = answer.viewer?.permissions.includes("work:import") ?? false;
  const mayManage = permitted && answer.engagement?.viewerParty === "provider";
  const { origin } = new URL(request.url);
  return { ...answer, engagementId, zone, mayManage, origin, idempotencyKey: crypto.randomUUID() };
}

export type Data = Awaited<ReturnType<typeof loader>>;
export type Made = {
  /** The secret, this once. */
  secret: string | null;
  path: string;
  name: string;
  message: string | null;
  issues: readonly { field: string; message: string }[];
};

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const from = { request, context };
  const refused = (answer: Partial<Made>) =>
    data({ ...NOTHING, ...answer } satisfies Made, { status: 400 });
  switch (text("intent")) {
    case "remove-mapping": {
      const input = { mappingId: text("mappingId") };
      const { removeMapping } = await query(from, RemoveMappingDocument, { input });
      if ("message" in removeMapping) return refused({ message: removeMapping.message });
      return redirect(`/engagements/${params.id}/work/sources#mappings`);
    }
    case "rename-mapping": {
      const input = { mappingId: text("mappingId"), name: text("name") };
      const { renameMapping } = await query(from, RenameMappingDocument, { input });
      if ("message" in renameMapping) return refused({ message: renameMapping.message });
      return redirect(`/engagements/${params.id}/work/sources#mappings`);
    }
    default: {
      const [name, source] = [text("name"), text("source")];
      const input = { engagementId: params.id ?? "", name, source, idempotencyKey: text("idempotencyKey") };
      const { createInboundConnection: made } = await query(from, CreateConnectionDocument, { input });
      if (made.__typename === "InvalidInput") return refused({ name, issues: made.issues });
      if (made.__typename !== "MutationCreateInboundConnectionSuccess")
        return refused({ name, message: made.message });
      const { secret, connection } = made.data;
      const message = secret ? null : "This connection was made already and its secret shown.";
      return { ...NOTHING, secret, ...connection, message } satisfies Made;
    }
  }
}

const NOTHING: Made = { secret: null, path: "", name: "", message: null, issues: [] };

export default function Sources() {
  const loaded = useLoaderData<typeof loader>() as Data;
  const answer = useActionData<typeof action>() as Made | undefined;
  return (
    <>
      {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
      <Connections loaded={loaded} answer={answer} />
      <ApiExample loaded={loaded} />
      <SavedMappings loaded={loaded} />
      <ImportHistory loaded={loaded} />
      <LateEvents loaded={loaded} />
    </>
  );
}
