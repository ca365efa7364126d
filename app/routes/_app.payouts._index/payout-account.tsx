import { Form } from "@remix-run/react";
import { When } from "../../components/date-time.tsx";
import { Notice } from "../../components/notice.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { PayoutsQuery } from "../../gql/graphql.ts";

export interface PayoutAccountProps {
  account: PayoutsQuery["payoutAccount"];
  maySetUp: boolean;
}

/** Whether the provider can receive money, what stands in the way, and the one next step. */
export function PayoutAccount({ account, maySetUp }: PayoutAccountProps) {
  if (account?.transfersStatus === "active")
    return (
      <Notice tone="success" title="Your account can receive transfers">
        Checked <When instant={account.checkedAt} />.
      </Notice>
    );
  const actions = maySetUp ? (
    <Form method="post" reloadDocument>
      <SubmitButton variant={account ? "default" : "primary"}>
        {account ? "Continue with Stripe" : "Set up payouts"}
      </SubmitButton>
    </Form>
  ) : null;
  if (!account)
    return (
      <Notice tone="warning" title="Payouts are not set up" actions={actions}>
        Money for paid invoices is held until your organisation has an account that can receive it.
        {maySetUp ? null : " Your owner or finance sets it up."}
      </Notice>
    );
  return (
    <Notice tone="warning" title="Your account cannot receive transfers yet" actions={actions}>
      {account.blockers.length > 0 ? `Stripe still asks for: ${account.blockers.join(", ")}. ` : null}
      Checked <When instant={account.checkedAt} />.
    </Notice>
  );
}
