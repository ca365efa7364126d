import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { may } from "../../../domain/identity/permissions.ts";
import { ButtonLink } from "../../components/button.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { When } from "../../components/date-time.tsx";
import { ZoneProvider } from "../../components/locale.tsx";
import { Notice } from "../../components/notice.tsx";
import { PageHead } from "../../components/page-head.tsx";
import { query } from "../../graphql.server.ts";
import { requireViewer } from "../../session.server.ts";
import { Invited } from "./invited.tsx";
import { Members } from "./members.tsx";
import { PeopleDocument } from "./people.graphql.ts";
import styles from "./people.module.css";
import { type PeopleAnswer, peopleAction } from "./people-actions.ts";

export const handle = {
  crumbs: () => [{ label: "Organisation", href: "/organisation" }, { label: "People" }],
};
export const meta: MetaFunction = () => [{ title: "People · Engine Room" }];

const PAGE = 50;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const viewer = requireViewer({ request, context });
  const { searchParams } = new URL(request.url);
  const filter = {
    ended: searchParams.get("ended") === "1",
    search: (searchParams.get("q") ?? "").slice(0, 100),
  };
  const before = searchParams.get("before");
  const rights = { manage: may(viewer, "member:manage"), transfer: may(viewer, "ownership:transfer") };
  const page = await query({ request, context }, PeopleDocument, {
    ...filter,
    ...(before ? { last: PAGE, before } : { first: PAGE, after: searchParams.get("after") }),
    mayManage: rights.manage,
  });
  return { ...page, filter, rights, idempotencyKey: crypto.randomUUID() };
}

export function action({ request, context }: ActionFunctionArgs) {
  requireViewer({ request, context });
  return peopleAction({ request, context });
}

export type Data = Awaited<ReturnType<typeof loader>>;

export default function People() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() as PeopleAnswer | undefined;
  const { organization, peopleCount: count } = page;
  const people = count.present === 1 ? "1 person acts" : `${count.present} people act`;
  return (
    <ZoneProvider zone={organization.zone}>
      <PageHead
        title={`${people} for ${organization.name}`}
        lead="A role says what a person may do. Whoever leaves is out at their next click."
        actions={<ButtonLink to="/organisation/roles">Who may do what</ButtonLink>}
      />
      {answer && answer.intent !== "invite" ? <Notice tone="error" title={answer.message} live /> : null}
      {page.ownershipOffer ? (
        <Offer offer={page.ownershipOffer} mayWithdraw={page.rights.transfer} />
      ) : null}
      {page.invitations ? (
        <Invited
          rows={page.invitations}
          roles={page.organizationRoles}
          answer={answer}
          idempotencyKey={page.idempotencyKey}
        />
      ) : null}
      <Members page={page} />
    </ZoneProvider>
  );
}

function Offer(p: { offer: NonNullable<Data["ownershipOffer"]>; mayWithdraw: boolean }) {
  const { offer } = p;
  const hidden = { offerId: offer.offerId };
  return (
    <Notice
      tone="info"
      title={
        offer.isMine
          ? `${offer.fromName} offers you the place at the head`
          : `The place at the head is offered to ${offer.toName}`
      }
    >
      <p>
        It works until <When instant={offer.expiresAt} format="short" />. Until it is accepted nothing
        changes.
      </p>
      <div className={styles.actions}>
        {offer.isMine ? (
          <>
            <Confirm
              label="Accept"
              title="Take the place at the head?"
              confirmLabel="Take it"
              name="intent"
              value="answer"
              hidden={{ ...hidden, accept: "yes" }}
            >
              You then answer for the organisation: its people, its contracts and its money.
            </Confirm>
            <Confirm
              label="Decline"
              title="Decline the offer?"
              confirmLabel="Decline"
              name="intent"
              value="answer"
              hidden={{ ...hidden, accept: "no" }}
            >
              Nothing changes. It can be offered again.
            </Confirm>
          </>
        ) : p.mayWithdraw ? (
          <Confirm
            label="Withdraw"
            title="Withdraw the offer?"
            confirmLabel="Withdraw it"
            name="intent"
            value="withdraw"
            hidden={hidden}
          >
            {offer.toName} can no longer accept it.
          </Confirm>
        ) : null}
      </div>
    </Notice>
  );
}
