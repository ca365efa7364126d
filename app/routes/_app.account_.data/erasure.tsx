import { ERASURE_KEEPS, WITHDRAW_DAYS } from "../../../domain/records/erasure.ts";
import { Confirm } from "../../components/confirm.tsx";
import { DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { FormActions } from "../../components/form.tsx";
import { Notice } from "../../components/notice.tsx";
import { Section } from "../../components/section.tsx";

/** What goes, what stays and why, and the way to ask for it or take it back. */
export function Erasure(p: {
  underWay: { dueAt: string } | null | undefined;
  refusal: string | undefined;
}) {
  return (
    <Section title="Have it erased" id="erasure" note="Your account, and what tells of you">
      {p.refusal ? <Notice tone="error" title={p.refusal} live /> : null}
      {p.underWay ? (
        <Notice
          tone="warning"
          title={
            <>
              Your account goes on <When instant={p.underWay.dueAt} />
            </>
          }
          actions={
            <Confirm
              label="Keep my account"
              title="Keep your account?"
              confirmLabel="Keep it"
              name="intent"
              value="withdraw-erasure"
            >
              Nothing is erased, and you can ask again at any time.
            </Confirm>
          }
        >
          Until then you can sign in and take it back.
        </Notice>
      ) : (
        <p>
          Your places, sessions, ways to sign in, mails and addresses go, and your name with them. You have{" "}
          {WITHDRAW_DAYS} days to take it back; after that nobody can.
        </p>
      )}
      <DataTable
        caption="What stays, and why"
        density="compact"
        rows={ERASURE_KEEPS}
        rowKey={(one) => one.what}
        columns={[
          { key: "what", header: "What stays", rowHeader: true, cell: (one) => one.what },
          { key: "why", header: "Why", cell: (one) => one.why },
        ]}
      />
      {p.underWay ? null : (
        <FormActions>
          <Confirm
            label="Erase my account"
            danger
            title="Erase your account?"
            confirmLabel="Erase it"
            name="intent"
            value="ask-erasure"
          >
            In {WITHDRAW_DAYS} days you can no longer sign in anywhere, and what goes does not come back.
            Take your data along before.
          </Confirm>
        </FormActions>
      )}
    </Section>
  );
}
