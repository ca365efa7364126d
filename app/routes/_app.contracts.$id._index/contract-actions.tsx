import { Form } from "@remix-run/react";
import { ButtonLink } from "../../components/button.tsx";
import { Confirm } from "../../components/confirm.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import { TextArea } from "../../components/text-fields.tsx";
import styles from "./contract.module.css";

/** What the viewer may do next with this contract. */
export function ContractActions(props: {
  id: string;
  may: readonly string[];
  party: string | null;
  provider: string;
  blocked: boolean;
  idempotencyKey: string;
}) {
  const { id, may, party, provider, blocked, idempotencyKey } = props;
  const hidden = { idempotencyKey };
  return (
    <div className={styles.actions}>
      {may.includes("sign") && !blocked ? (
        <ButtonLink to={`/contracts/${id}/sign`} variant="primary">
          {party === "provider" ? "Countersign" : "Sign"}
        </ButtonLink>
      ) : null}
      {may.includes("offer") ? (
        <Form method="post">
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <SubmitButton name="intent" value="offer">
            Send to {provider}
          </SubmitButton>
        </Form>
      ) : null}
      {may.includes("edit") ? (
        <ButtonLink to={`/contracts/${id}/edit`}>
          {may.includes("offer") ? "Change" : "Propose changes"}
        </ButtonLink>
      ) : null}
      {may.includes("edit") ? <ButtonLink to={`/contracts/${id}/prices`}>Prices</ButtonLink> : null}
      {may.includes("edit") ? <ButtonLink to={`/contracts/${id}/billing`}>Billing</ButtonLink> : null}
      {may.includes("decline") ? (
        <Confirm
          label="Decline"
          title="Decline this offer?"
          confirmLabel="Decline the offer"
          danger
          name="intent"
          value="decline"
          hidden={hidden}
        >
          <p>The buyer is told, and the offer is closed. A new order is needed to start again.</p>
          <TextArea label="Reason" name="reason" rows={2} hint="The buyer reads it" />
        </Confirm>
      ) : null}
      {may.includes("withdraw") ? (
        <Confirm
          label="Withdraw"
          title="Withdraw this order?"
          confirmLabel="Withdraw the order"
          danger
          name="intent"
          value="withdraw"
          hidden={hidden}
        >
          <p>The order is closed. A new order is needed to start again.</p>
          <TextArea label="Reason" name="reason" rows={2} hint="The provider reads it" />
        </Confirm>
      ) : null}
    </div>
  );
}
