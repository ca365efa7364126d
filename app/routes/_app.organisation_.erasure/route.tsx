import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { WITHDRAW_DAYS } from "../../../domain/records/erasure.ts";
import {
  ORGANIZATION_ERASURE_KEEPS,
  ORGANIZATION_ERASURE_TAKES,
} from "../../../domain/records/organization-erasure.ts";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { OrganizationErasures } from "../../components/organization-erasures.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { Section } from "../../components/section.tsx";
import { query } from "../../graphql.server.ts";
import {
  ErasureBlockersDocument,
  OrganizationErasuresDocument,
} from "../../organization-erasure.graphql.ts";
import {
  answeredOrganizationErasure,
  type OrganizationErasureAnswer,
} from "../../organization-erasure.server.ts";
import { requireViewer } from "../../session.server.ts";

export const handle = {
  crumbs: () => [{ label: "Organisation", href: "/organisation" }, { label: "Erasure" }],
};
export const meta: MetaFunction = () => [{ title: "Erasing your organisation · Engine Room" }];

/** For whoever heads a buyer or provider; for everybody else the page is not there. */
function requireHead(door: Pick<LoaderFunctionArgs, "request" | "context">) {
  const viewer = requireViewer(door);
  if (!may(viewer, "organization:erase"))
    throw data({ message: "There is no such page." }, { status: 404 });
  return viewer;
}

export async function loader(door: LoaderFunctionArgs) {
  const { organizationName } = requireHead(door);
  const [{ organizationErasures }, { erasureBlockers }] = await Promise.all([
    query(door, OrganizationErasuresDocument, {}),
    query(door, ErasureBlockersDocument, {}),
  ]);
  return { erasures: organizationErasures, blockers: erasureBlockers, organizationName };
}

export async function action(door: ActionFunctionArgs) {
  requireHead(door);
  return answeredOrganizationErasure(door, "/organisation/erasure");
}

export default function OrganisationErasure() {
  const { erasures, blockers, organizationName } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as OrganizationErasureAnswer | undefined;
  const isUnderWay = erasures.some((one) => one.state === "asked" || one.state === "approved");
  return (
    <>
      <PageHead
        title={isUnderWay ? "An erasure is under way" : `Have ${organizationName} erased`}
        lead="One person asks, another approves: a second owner of yours, or an administrator of the marketplace."
      />
      {answer ? <Notice tone="error" title={answer.message} live /> : null}
      {erasures.length > 0 ? (
        <Section title="Requests" first>
          <OrganizationErasures erasures={erasures} />
        </Section>
      ) : null}
      <Section
        title="What goes"
        note={`${WITHDRAW_DAYS} days after it was approved`}
        first={erasures.length === 0}
      >
        {ORGANIZATION_ERASURE_TAKES.map((one) => (
          <p key={one}>{one}</p>
        ))}
        <DataTable
          caption="What stays, and why"
          density="compact"
          rows={ORGANIZATION_ERASURE_KEEPS}
          rowKey={(one) => one.what}
          columns={[
            { key: "what", header: "What stays", rowHeader: true, cell: (one) => one.what },
            { key: "why", header: "Why", cell: (one) => one.why },
          ]}
        />
      </Section>
      {isUnderWay ? null : <Asking blockers={blockers} organizationName={organizationName} />}
    </>
  );
}

function Asking(p: { blockers: readonly { words: string }[]; organizationName: string }) {
  if (p.blockers.length > 0)
    return (
      <Section title="What stands in the way">
        <Notice tone="warning" title={`${p.organizationName} cannot be erased yet`}>
          <ul>
            {p.blockers.map(({ words }) => (
              <li key={words}>{`${words.charAt(0).toUpperCase()}${words.slice(1)}.`}</li>
            ))}
          </ul>
        </Notice>
      </Section>
    );
  return (
    <Section title="Ask for it" note="Nothing stands in the way">
      <p>
        <Link to="/organisation/records">Take along what the organisation owns</Link> before.
      </p>
      <FormActions>
        <Confirm
          {...{ label: "Ask for it to be erased", danger: true, name: "intent", value: "ask" }}
          title={`Ask for ${p.organizationName} to be erased?`}
          confirmLabel="Ask for it"
        >
          Nothing happens before somebody else has approved it, and then for {WITHDRAW_DAYS} days.
        </Confirm>
      </FormActions>
    </Section>
  );
}
