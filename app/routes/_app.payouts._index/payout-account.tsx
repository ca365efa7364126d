import { Form } from "@remix-run/react";
import { When } from "../../components/date-time.tsx";
import { Notice } from "../../components/notice.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { PayoutsQuery } from "../../gql/graphql.ts";

export interface PayoutAccountProps {
  account: PayoutsQuery["payoutAccount"];
  maySetUp: boolean;
}

type Account = NonNullable<PayoutAccountProps["account"]>;

/** Whether the provider can receive money, what stands in the way, and the one next step. */
export function PayoutAccount({ account, maySetUp }: PayoutAccountProps) {
  if (!account)
    return (
      <Notice
        tone="warning"
        title="Payouts are not set up"
        actions={<Step maySetUp={maySetUp} label="Set up payouts" isFirst />}
      >
        Money for paid invoices is held until your organisation has an account that can receive it.
        <Who maySetUp={maySetUp} />
      </Notice>
    );
  const label = STEPS[account.wayOut];
  const isFine = account.wayOut === "none";
  return (
    <Notice
      tone={isFine ? "success" : "warning"}
      title={titleOf(account)}
      actions={label ? <Step maySetUp={maySetUp} label={label} isFirst={false} /> : undefined}
    >
      <WhatToDo account={account} />
      {isFine ? null : <Asked asked={account.asked} />}
      {account.dueAt && !isFine ? (
        <p>
          Give it before <When instant={account.dueAt} />: from then on Stripe may stop your money.
        </p>
      ) : null}
      {label ? <Who maySetUp={maySetUp} /> : null} Checked <When instant={account.checkedAt} />.
    </Notice>
  );
}

const STEPS: Record<string, string> = {
  open_new: "Open a new account",
  give: "Continue with Stripe",
};

function titleOf(account: Account): string {
  if (account.closedAt) return "Your account was closed";
  if (account.transfersStatus !== "active") return "Your account cannot receive transfers yet";
  return account.wayOut === "none"
    ? "Your account can receive transfers"
    : "Your account can receive transfers, and Stripe asks for more";
}

function WhatToDo({ account }: { account: Account }) {
  switch (account.wayOut) {
    case "open_new":
      return (
        <p>
          Stripe closed it, and nothing is sent to it any more. What you are owed waits, and goes to the new
          account by itself.
        </p>
      );
    case "wait":
      return (
        <p>Stripe is checking what you gave. There is nothing for you to do; held money goes by itself.</p>
      );
    case "contact_stripe":
      return (
        <p>Stripe restricted it and asks for nothing more: only Stripe's support can say what helps.</p>
      );
    default:
      return null;
  }
}

function Asked({ asked }: { asked: Account["asked"] }) {
  if (asked.length === 0) return null;
  return (
    <>
      <p>Stripe asks for:</p>
      <ul>
        {asked.map((one) => (
          <li key={one.what}>
            {one.what} ({one.urgency}){one.wrong ? `. ${one.wrong}` : null}
          </li>
        ))}
      </ul>
    </>
  );
}

function Step({ maySetUp, label, isFirst }: { maySetUp: boolean; label: string; isFirst: boolean }) {
  return maySetUp ? (
    <Form method="post" reloadDocument>
      <SubmitButton variant={isFirst ? "primary" : "default"}>{label}</SubmitButton>
    </Form>
  ) : null;
}

function Who({ maySetUp }: { maySetUp: boolean }) {
  return maySetUp ? null : <> Your owner or finance can do it.</>;
}
