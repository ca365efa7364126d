import { Form } from "@remix-run/react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { Formula } from "../../components/arithmetic.tsx";
import { ButtonLink } from "../../components/button.tsx";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { PriceOutlookQuery } from "../../gql/graphql.ts";

type Outlook = NonNullable<PriceOutlookQuery["priceOutlook"]>;
type Trigger = Outlook["triggers"][number];
type Target = NonNullable<Outlook["ratchet"]>[number];

/** Rights to end the contract and next year's targets, where the contract has any. */
export function PriceOutlookSections(props: { outlook: Outlook; idempotencyKey: string }) {
  const { outlook, idempotencyKey } = props;
  const latest = outlook.latest ? `after ${monthName(outlook.latest)}` : "before the first frozen month";
  return (
    <>
      {outlook.triggers.length > 0 ? (
        <Section
          title="Rights to end the contract"
          note={latest}
          actions={<ButtonLink to="simulator">Try prices on a year</ButtonLink>}
        >
          <DataTable
            caption="How near the buyer is to each right to end the contract"
            rows={outlook.triggers}
            rowKey={(trigger) => trigger.condition}
            columns={TRIGGERS}
          />
        </Section>
      ) : null}
      {outlook.ratchetRule ? <Ratchet outlook={outlook} idempotencyKey={idempotencyKey} /> : null}
    </>
  );
}

const TRIGGERS: Column<Trigger>[] = [
  {
    key: "condition",
    header: "The buyer may end it when",
    rowHeader: true,
    cell: ({ condition }) => condition.charAt(0).toUpperCase() + condition.slice(1),
  },
  {
    key: "count",
    header: "So far",
    cell: (trigger) => (
      <Status tone={trigger.count >= trigger.needed ? "breached" : trigger.count > 0 ? "risk" : "met"}>
        {trigger.count >= trigger.needed ? "reached, " : ""}
        {trigger.count} of {trigger.needed}
      </Status>
    ),
  },
  {
    key: "counting",
    header: "What counts now",
    cell: (trigger) => (trigger.counting.length > 0 ? trigger.counting.join(", ") : "nothing"),
  },
  {
    key: "reached",
    header: "Reached in",
    cell: ({ reached }) => reached.map(({ period }) => monthName(period)).join(", ") || "never",
  },
];

function Ratchet({ outlook, idempotencyKey }: { outlook: Outlook; idempotencyKey: string }) {
  const { ratchet, ratchetRule, frozenMonths, renewsOn, mayOrderYear } = outlook;
  const rule =
    `The mean of the ${ratchetRule?.bestMonths} best of the last twelve frozen months, by ` +
    `${(ratchetRule?.gapShareBps ?? 0) / 100} % of what is left to perfection at most, and never back.`;
  return (
    <Section title="Targets of the next year" note="yearly ratchet">
      <Formula>{rule}</Formula>
      {ratchet ? (
        <DataTable
          caption="The targets that the ratchet proposes"
          rows={ratchet}
          rowKey={(target) => target.levelId}
          columns={TARGETS}
        />
      ) : (
        <p>Proposed once twelve months are frozen; {frozenMonths} are.</p>
      )}
      {mayOrderYear ? (
        <Form method="post">
          <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
          <p>
            The order begins on <Day date={renewsOn} />, the day after this contract, and binds nobody
            before both sides sign it.
          </p>
          <SubmitButton name="intent" value="order-year">
            Order the next year with these targets
          </SubmitButton>
        </Form>
      ) : null}
    </Section>
  );
}

const TARGETS: Column<Target>[] = [
  { key: "name", header: "Service level", rowHeader: true, cell: (target) => target.name },
  { key: "target", header: "Target", numeric: true, cell: (target) => `${target.target} ${target.unit}` },
  {
    key: "achieved",
    header: "Mean of the best",
    numeric: true,
    cell: (target) => (target.achieved ? `${target.achieved} ${target.unit}` : "too few months"),
  },
  { key: "next", header: "Next target", numeric: true, cell: (target) => `${target.next} ${target.unit}` },
  { key: "by", header: "Because", cell: (target) => BECAUSE[target.by] ?? target.by },
];

const BECAUSE: Readonly<Record<string, string>> = {
  unchanged: "nothing better was achieved",
  achieved: "it is what was achieved",
  gap: "the agreed greatest step",
};
