import { Form } from "@remix-run/react";
import styles from "./reveal.module.css";
import { SubmitButton } from "./submit-button.tsx";

/** As app/reveal.server.ts answers it. */
export interface Revealed {
  kind: string;
  id: string;
  number: string | null;
  message: string | null;
}

export interface RevealProps {
  /** vat_number, wage_account, wage_resend_account or payout_account. */
  kind: string;
  id: string;
  /** The end of the number, as everybody sees it. */
  shown: string;
  /** What it is of, for those who hear the button: "the account of Ada Lovelace". */
  of: string;
  mayReveal: boolean;
  revealed?: Revealed | undefined;
}

/**
 * The end of a number, with a button that shows the whole of it to who may see it. Each showing is asked
 * for anew, needs a fresh proof and stands in the audit trail; nothing of it is kept.
 */
export function Reveal({ kind, id, shown, of, mayReveal, revealed }: RevealProps) {
  const own = revealed?.kind === kind && revealed.id === id ? revealed : undefined;
  if (own?.number)
    return (
      <code className={styles.number} aria-live="polite">
        {own.number}
      </code>
    );
  return (
    <span className={styles.line}>
      <code>{shown}</code>
      {mayReveal ? (
        <Form method="post" data-draft="off" preventScrollReset>
          <input type="hidden" name="kind" value={kind} />
          <input type="hidden" name="id" value={id} />
          <SubmitButton
            name="intent"
            value="reveal"
            variant="quiet"
            size="small"
            aria-label={`Show ${of} in full`}
          >
            Show
          </SubmitButton>
        </Form>
      ) : null}
      {own?.message ? <small role="alert">{own.message}</small> : null}
    </span>
  );
}
