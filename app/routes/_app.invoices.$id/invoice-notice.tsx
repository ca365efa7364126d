import { Form } from "@remix-run/react";
import { Notice } from "../../components/notice.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";

export interface InvoiceNoticeProps {
  collection: string;
  stoppedBecause?: string | null;
  mayRetry: boolean;
}

/** What the reader has to know of an invoice that is not simply open or paid. */
export function InvoiceNotice({ collection, stoppedBecause, mayRetry }: InvoiceNoticeProps) {
  switch (collection) {
    case "unknown":
      return (
        <Notice tone="warning" title="Unknown, being checked">
          Stripe did not answer whether it has the invoice. It is asked again with the same key until that
          is known; nothing is sent twice. You need not do anything.
        </Notice>
      );
    case "on_its_way":
      return (
        <Notice tone="info" title="On its way to the payment page">
          The invoice is issued and can be paid in a moment.
        </Notice>
      );
    case "stopped":
      return (
        <Notice
          tone="error"
          title="This invoice was stopped and cannot be paid"
          actions={mayRetry ? <Retry /> : null}
        >
          {stoppedBecause ?? "Stripe's total is not ours."} The marketplace has been told and looks at it.
        </Notice>
      );
    default:
      return null;
  }
}

/** For the marketplace, once what Stripe refused has been put right. */
function Retry() {
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="retry" />
      <SubmitButton variant="default">Try again</SubmitButton>
    </Form>
  );
}
