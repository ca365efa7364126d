import { Form, Link } from "@remix-run/react";
import { Day } from "../../components/date-time.tsx";
import { daysText, stepName } from "../../components/dunning-words.tsx";
import { Notice, type NoticeTone } from "../../components/notice.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { Invoice } from "./invoice-sheet.tsx";

type Collecting = NonNullable<Invoice["collecting"]>;

/** How an unpaid invoice is being collected: what happened last, what comes next and on which day. */
export function CollectingNotice({ collecting }: { collecting: Collecting }) {
  const { isProcessing, isAsked, declined } = collecting;
  if (isProcessing)
    return (
      <Notice tone="info" title="A payment is with the bank">
        It takes up to four business days. Until the bank has answered nothing else can be paid, so that
        nothing is paid twice.
      </Notice>
    );
  if (isAsked)
    return (
      <Notice tone="info" title="The payment is being asked for">
        This takes a moment; the page looks again by itself.
      </Notice>
    );
  return (
    <Notice tone={toneOf(collecting)} title={titleOf(collecting)} actions={<Pay collecting={collecting} />}>
      {declined ? `The last payment failed: ${declined} ` : null}
      <Coming collecting={collecting} />
      {collecting.maySaveMethods ? (
        <>
          {" "}
          <Link to="/payment-methods">Ways to pay</Link>
        </>
      ) : null}
    </Notice>
  );
}

function toneOf({ step, daysOverdue, declined }: Collecting): NoticeTone {
  if (step === "suspended" || step === "written_off") return "error";
  return daysOverdue > 0 || declined ? "warning" : "info";
}

function titleOf({ step, daysOverdue }: Collecting): string {
  if (step === "written_off") return "This invoice was written off";
  if (step === "suspended") return `Overdue by ${daysText(daysOverdue)}: new work is suspended`;
  return daysOverdue > 0 ? `Overdue by ${daysText(daysOverdue)}` : "What happens next";
}

/** The next step and its day, in the buyer's calendar. */
function Coming({ collecting }: { collecting: Collecting }) {
  const { next, heldUntil, autopayBy, step } = collecting;
  if (step === "written_off")
    return "It can still be paid with a saved way to pay; new work is then taken again.";
  if (heldUntil)
    return (
      <>
        It was agreed to wait through <Day date={heldUntil} />.
      </>
    );
  if (!next) return "New work and new orders wait until it is paid; what is under way goes on.";
  const on = <Day date={next.on} />;
  const charges = next.state === "due" || next.state.startsWith("retry_");
  if (charges && autopayBy)
    return (
      <>
        It is charged to {autopayBy} on {on}.
      </>
    );
  if (next.state === "suspended") return <>New work is suspended on {on} if it is not paid before.</>;
  if (next.state === "due") return <>It is due on {on}.</>;
  return (
    <>
      Next: {stepName(next.state).toLowerCase()} on {on}.
    </>
  );
}

function Pay({ collecting }: { collecting: Collecting }) {
  const { payableWith } = collecting;
  if (payableWith.length === 0) return null;
  return (
    <>
      {payableWith.map((method) => (
        <Form key={method.id} method="post">
          <input type="hidden" name="paymentMethodId" value={method.id} />
          <SubmitButton name="intent" value="saved" variant="default">
            {`Pay with ${method.title}`}
          </SubmitButton>
        </Form>
      ))}
    </>
  );
}
