import { Notice } from "../../components/notice.tsx";

export interface InvoiceNoticeProps {
  collection: string;
  stoppedBecause?: string | null;
}

/** What the reader has to know of an invoice that is not simply open or paid. */
export function InvoiceNotice({ collection, stoppedBecause }: InvoiceNoticeProps) {
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
          The invoice is issued and can be paid in a moment. Reload the page to see it.
        </Notice>
      );
    case "stopped":
      return (
        <Notice tone="error" title="This invoice was stopped and cannot be paid">
          {stoppedBecause ?? "Stripe's total is not ours."} The marketplace has been told and looks at it.
        </Notice>
      );
    default:
      return null;
  }
}
