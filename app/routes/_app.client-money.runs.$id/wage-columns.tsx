import { Confirm } from "../../components/confirm.tsx";
import type { Column } from "../../components/data-table.tsx";
import { Money } from "../../components/money.tsx";
import { Reveal, type Revealed } from "../../components/reveal.tsx";
import { Status } from "../../components/status.tsx";
import { TextArea, TextField } from "../../components/text-fields.tsx";
import type { Run } from "./route.tsx";

type Wage = Run["payments"][number];
type Resend = Wage["resends"][number];

/** The wages of a run; `idempotencyKey` is the page's, so that a form sent twice counts once. */
export function wageColumns(
  idempotencyKey: string,
  reveal: { mayReveal: boolean; revealed: Revealed | undefined },
): Column<Wage>[] {
  return [
    { key: "payee", header: "Person", rowHeader: true, cell: (row) => row.payee },
    { key: "account", header: "Account", cell: (row) => <Account wage={row} {...reveal} /> },
    { key: "amount", header: "Wage", numeric: true, cell: (row) => <Money {...row.amount} /> },
    { key: "state", header: "Standing", cell: (row) => <WageStanding wage={row} /> },
    {
      key: "do",
      header: "What you can do",
      hiddenHeader: true,
      cell: (row) => <Deeds wage={row} idempotencyKey={idempotencyKey} />,
    },
  ];
}

/** The account that the wage goes to, and the one that waits for an approval, each to be shown in full. */
function Account({ wage, ...reveal }: { wage: Wage; mayReveal: boolean; revealed: Revealed | undefined }) {
  const waiting = wage.resends.find((one) => one.state === "proposed");
  return (
    <>
      <Reveal
        kind="wage_account"
        id={wage.id}
        shown={wage.account}
        of={`the account of ${wage.payee}`}
        {...reveal}
      />
      {waiting ? (
        <>
          {" "}
          <Reveal
            kind="wage_resend_account"
            id={waiting.id}
            shown={waiting.account}
            of={`the proposed account of ${wage.payee}`}
            {...reveal}
          />
        </>
      ) : null}
    </>
  );
}

function WageStanding({ wage }: { wage: Wage }) {
  const { state, reason, resends } = wage;
  if (state === "paid") return <Status tone="met">Paid</Status>;
  if (state !== "returned")
    return <Status tone="held">{state === "sent" ? "On its way" : "Not sent yet"}</Status>;
  return (
    <>
      <Status tone={resends.at(-1)?.state === "paid" ? "neutral" : "breached"}>Came back: {reason}</Status>
      {resends.map((one) => (
        <small key={one.id}>
          {" "}
          <ResendWords resend={one} />
        </small>
      ))}
    </>
  );
}

/** What became of one new try, in a sentence. */
function ResendWords({ resend }: { resend: Resend }) {
  const { account, state, proposedByName, answeredByName, reason } = resend;
  switch (state) {
    case "proposed":
      return `${proposedByName} proposes the account ${account}; another person has to approve it.`;
    case "rejected":
      return `${answeredByName} rejected the account ${account}: ${reason}`;
    case "returned":
      return `Came back from ${account} too: ${reason}`;
    case "paid":
      return `Paid to ${account}, approved by ${answeredByName}.`;
    default:
      return `On its way to ${account}, approved by ${answeredByName}.`;
  }
}

function Deeds({ wage, idempotencyKey }: { wage: Wage; idempotencyKey: string }) {
  const waiting = wage.resends.find((one) => one.mayAnswer);
  if (wage.mayPropose)
    return (
      <Confirm
        label="Correct the account"
        size="small"
        title={`Send the wage of ${wage.payee} again?`}
        confirmLabel="Propose this account"
        name="intent"
        value="propose"
        hidden={{ paymentId: wage.id, idempotencyKey: `${idempotencyKey}:${wage.id}` }}
      >
        <p>Nothing moves before another person, on the client's side, has approved the account.</p>
        <TextField
          label="Corrected account"
          name="account"
          required
          maxLength={50}
          autoComplete="off"
          data-draft="off"
        />
      </Confirm>
    );
  return waiting ? <Answer wage={wage} resend={waiting} idempotencyKey={idempotencyKey} /> : null;
}

function Answer(p: { wage: Wage; resend: Resend; idempotencyKey: string }) {
  const { wage, resend } = p;
  const hidden = { resendId: resend.id, idempotencyKey: `${p.idempotencyKey}:${resend.id}` };
  return (
    <>
      <Confirm
        label="Reject"
        size="small"
        variant="quiet"
        title={`Reject the account ${resend.account}?`}
        confirmLabel="Reject the account"
        name="intent"
        value="keep"
        hidden={{ ...hidden, idempotencyKey: `${hidden.idempotencyKey}:reject` }}
      >
        <TextArea label="Reason" name="reason" required rows={3} maxLength={500} />
      </Confirm>
      <Confirm
        label="Send again"
        size="small"
        title={`Send the wage of ${wage.payee} to ${resend.account}?`}
        confirmLabel="Send the wage"
        name="intent"
        value="resend"
        hidden={hidden}
      >
        <p>
          {resend.proposedByName} proposed this account. Make sure with {wage.payee} that it is theirs: what
          is paid cannot be taken back.
        </p>
      </Confirm>
    </>
  );
}
