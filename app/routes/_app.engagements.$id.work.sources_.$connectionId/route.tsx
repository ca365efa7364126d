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
import { listPage } from "../../components/list-address.ts";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { found, query } from "../../graphql.server.ts";
import { ConnectionDocument, RotateSecretDocument, SetConnectionDocument } from "./connection.graphql.ts";
import { Deliveries } from "./deliveries.tsx";

const PAGE = 25;

export const meta: MetaFunction = () => [{ title: "Connection · Engine Room" }];
export const handle = {
  crumbs: ({ connection }: { connection: { engagementId: string; name: string } }) => [
    { label: "Work", href: `/engagements/${connection.engagementId}/work` },
    { label: "Data sources", href: `/engagements/${connection.engagementId}/work/sources` },
    { label: connection.name },
  ],
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { searchParams, origin } = new URL(request.url);
  const answer = await query({ request, context }, ConnectionDocument, {
    id: params.connectionId ?? "",
    engagementId: params.id ?? "",
    ...listPage(searchParams, PAGE),
  });
  const connection = found(answer.inboundConnection);
  if (connection.engagementId !== params.id)
    throw data({ message: "There is no such page." }, { status: 404 });
  const mayManage = connection.viewerMayManage && answer.engagement?.viewerParty === "provider";
  const { zone } = found(answer.engagementMonths);
  return { connection, zone, origin, mayManage };
}

export type Data = Awaited<ReturnType<typeof loader>>;
type Answer = { secret: string | null; message: string | null; endOthers?: boolean };

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = String(form.get("intent") ?? "");
  const connectionId = params.connectionId ?? "";
  const from = { request, context };
  const refused = (message: string) => data({ secret: null, message } satisfies Answer, { status: 400 });
  if (intent === "rotate" || intent === "replace") {
    const input = { connectionId, endOthers: intent === "replace" };
    const { rotateInboundSecret } = await query(from, RotateSecretDocument, { input });
    if (rotateInboundSecret.__typename === "MutationRotateInboundSecretSuccess")
      return { secret: rotateInboundSecret.data.secret, message: null, ...input } satisfies Answer;
    return refused(rotateInboundSecret.message);
  }
  const input = { connectionId, enabled: intent === "open" };
  const { setInboundConnection } = await query(from, SetConnectionDocument, { input });
  if ("message" in setInboundConnection) return refused(setInboundConnection.message);
  return redirect(new URL(request.url).pathname);
}

export default function Connection() {
  const loaded = useLoaderData<typeof loader>() as Data;
  const answer = useActionData<typeof action>() as Answer | undefined;
  const { connection, mayManage } = loaded;
  return (
    <>
      <Section
        first
        title={connection.name}
        note={`Made by ${connection.createdBy}`}
        actions={mayManage ? <Actions enabled={connection.enabled} /> : null}
      >
        {answer?.message ? <Notice tone="error" title={answer.message} live /> : null}
        {answer?.secret ? (
          <Notice tone="success" title="Copy the new secret now; it is not shown again" live>
            <p>
              <code>{answer.secret}</code>
            </p>
            <p>
              {answer.endOthers
                ? "Every earlier secret has ended: deliveries signed with one are refused."
                : "The one before works for another 24 hours."}
            </p>
          </Notice>
        ) : null}
        <ConnectionFacts loaded={loaded} />
      </Section>
      <Deliveries loaded={loaded} />
    </>
  );
}

function Actions({ enabled }: { enabled: boolean }) {
  return (
    <>
      <Confirm
        label="New secret"
        title="Make a new secret?"
        confirmLabel="Make a new secret"
        name="intent"
        value="rotate"
      >
        It is shown once. The present secret works for another 24 hours, so that nothing is lost meanwhile.
      </Confirm>
      <Confirm
        label="Replace a leaked secret"
        danger
        title="End the present secret now?"
        confirmLabel="End it and make a new one"
        name="intent"
        value="replace"
      >
        Deliveries that are signed with it are refused from this moment, until the sender has the new one.
        The new secret is shown once.
      </Confirm>
      {enabled ? (
        <Confirm
          label="Shut"
          danger
          title="Shut this connection?"
          confirmLabel="Shut the connection"
          name="intent"
          value="shut"
        >
          Deliveries are refused from this moment. It can be opened again.
        </Confirm>
      ) : (
        <Confirm
          label="Open again"
          title="Open this connection again?"
          confirmLabel="Open"
          name="intent"
          value="open"
        >
          Deliveries that are signed with its secret are taken again.
        </Confirm>
      )}
    </>
  );
}

function ConnectionFacts({ loaded }: { loaded: Data }) {
  const { connection, zone, origin } = loaded;
  const address = `${origin}${connection.path}`;
  const taken = connection.eventsAccepted.toLocaleString("en-US");
  const refused = connection.eventsRefused.toLocaleString("en-US");
  return (
    <Facts
      facts={[
        {
          id: "state",
          label: "State",
          value: connection.enabled ? <Status tone="fine">Open</Status> : <Status tone="held">Shut</Status>,
        },
        { id: "address", label: "Address", value: <code>{address}</code> },
        { id: "source", label: "Source", value: <code>{connection.source}</code> },
        {
          id: "header",
          label: "Signature",
          value: (
            <>
              <code>Engine-Room-Signature: t=seconds,v1=hex</code>, HMAC-SHA-256 over{" "}
              <code>seconds.body</code>, within 5 minutes
            </>
          ),
        },
        {
          id: "last",
          label: "Last delivery",
          value: connection.lastDeliveryAt ? (
            <When instant={connection.lastDeliveryAt} zone={zone} format="short" />
          ) : (
            "none yet"
          ),
        },
        {
          id: "events",
          label: "Events",
          value: `${taken} taken, ${refused} refused`,
        },
        ...(connection.overlapUntil
          ? [
              {
                id: "overlap",
                label: "Secret before this one",
                value: (
                  <>
                    works until <When instant={connection.overlapUntil} zone={zone} format="short" />
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
