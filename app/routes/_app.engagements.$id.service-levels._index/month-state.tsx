import { Form } from "@remix-run/react";
import { buttonClass } from "../../components/button.tsx";
import { When } from "../../components/date-time.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Notice } from "../../components/notice.tsx";
import { SubmitButton } from "../../components/submit-button.tsx";
import type { MonthQuery } from "../../gql/graphql.ts";
import { monthName } from "./month-words.ts";

type Month = NonNullable<MonthQuery["monthFigures"]>;

export interface MonthStateProps {
  engagementId: string;
  month: Month;
  mayClose: boolean;
  idempotencyKey: string;
}

/** Whether the month runs, can be frozen, or is frozen, and what follows from it. */
export function MonthState(props: MonthStateProps) {
  const { month } = props;
  switch (month.state) {
    case "frozen":
      return <Frozen {...props} />;
    case "running":
      return (
        <Notice title={`${monthName(month.month)} is still running`}>
          These figures are of this moment and change with the work. The month can be closed once it has
          ended in {month.zone}.
        </Notice>
      );
    default:
      return (
        <Notice
          title={`${monthName(month.month)} has ended and is open`}
          {...(props.mayClose ? { actions: <CloseForm {...props} /> } : {})}
        >
          Closing freezes every verdict for good, with calendar version{" "}
          {month.calendarVersion ?? "as signed"}. The statement is drafted from it.
        </Notice>
      );
  }
}

function CloseForm({ month, idempotencyKey }: MonthStateProps) {
  return (
    <Form method="post">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <input type="hidden" name="month" value={month.month} />
      <SubmitButton>Close {monthName(month.month)}</SubmitButton>
    </Form>
  );
}

const figure = (n: number) => n.toLocaleString("en-US");

function Frozen({ engagementId, month }: MonthStateProps) {
  const { frozen } = month;
  if (!frozen) return null;
  const by = frozen.frozenBy ? ` by ${frozen.frozenBy}` : "";
  return (
    <Notice
      tone="success"
      title={`${monthName(month.month)} is frozen`}
      actions={
        <a
          className={buttonClass({})}
          href={`/engagements/${engagementId}/service-levels/bundles?month=${month.month}`}
          download
        >
          Download verdict bundles
        </a>
      }
    >
      <p>
        Frozen <When instant={frozen.frozenAt} zone={month.zone} />
        {by}: {figure(frozen.itemCount)} items, {figure(frozen.eventCount)} events, rule version{" "}
        {frozen.ruleVersion}, calendar version {frozen.calendarVersion}.
      </p>
      <p>
        Anyone can rebuild every verdict from the download, without this product:{" "}
        <code>npm run --silent recompute -- verdict &lt; bundles.json</code>
      </p>
      <HashLine>
        {frozen.hash} after {frozen.prevHash}
      </HashLine>
    </Notice>
  );
}
