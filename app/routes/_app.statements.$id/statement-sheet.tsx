import { Link } from "@remix-run/react";
import { Fragment } from "react";
import { monthName } from "../../../domain/billing/month-name.ts";
import { Arithmetic, Formula } from "../../components/arithmetic.tsx";
import { behindFigure, rowsHref } from "../../components/behind-figure.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { When } from "../../components/date-time.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Money } from "../../components/money.tsx";
import { Sheet, SheetHeading } from "../../components/sheet.tsx";
import type { StatementPageQuery } from "../../gql/graphql.ts";
import { levelWords } from "./level-words.ts";

export type StatementFacts = NonNullable<StatementPageQuery["statement"]>;
type Line = StatementFacts["paper"]["lines"][number];
type Burden = StatementFacts["whoBearsIt"][number];

/** The statement as a sheet of paper: it reads and prints without the page around it. */
export function StatementSheet({ statement }: { statement: StatementFacts }) {
  const { paper } = statement;
  return (
    <Sheet>
      <Arithmetic
        caption={`What is due ${statement.closing === 0 ? "for" : "after"} ${monthName(statement.period)}`}
        lines={[
          ...feeLines(statement),
          ...paper.lines.map((line) => lineOf(line, statement)),
          ...paper.priceLines.map((one) => priceLine(one, statement)),
          ...paper.adjustments.map(adjustingLine),
        ]}
        totals={[{ id: "net", label: "Due before tax", amount: <Money {...statement.net} /> }]}
      />
      {paper.capSentence ? <Formula>The cap applies: {paper.capSentence}.</Formula> : null}
      <SheetHeading>{statement.closing > 0 ? "Who pays and receives" : "Who bears it"}</SheetHeading>
      <DataTable
        caption={
          statement.closing > 0
            ? "What each side pays or receives"
            : "What each side pays or receives, without credits and this month"
        }
        columns={burdenColumns(statement)}
        rows={statement.whoBearsIt}
        rowKey={(row) => row.party}
      />
      <Approvals statement={statement} />
      <HashLine>
        Frozen <When instant={paper.frozenAt} zone="UTC" showZone /> · rules v{paper.ruleVersion} · calendar
        v{paper.calendarVersion} · {paper.itemCount} items, {paper.eventCount} events ·{" "}
        {statement.bundleHash}
        <br />
        Rebuild it yourself: download the bundle and run npm run --silent recompute -- statement &lt; the
        file.
      </HashLine>
    </Sheet>
  );
}

/** The flat fee, or the lines that fee and charges are made of. */
function feeLines(statement: StatementFacts) {
  const { paper } = statement;
  const flat = {
    id: "fee",
    label: "Monthly fee",
    formula: `${statement.title}, contract v${paper.contractVersion}`,
    amount: <Money {...statement.fee} />,
  };
  return paper.charges?.map((line) => chargeLine(line, statement.id)) ?? [flat];
}

function chargeLine(line: NonNullable<StatementFacts["paper"]["charges"]>[number], statementId: string) {
  const behind = `/statements/${statementId}/lines/${encodeURIComponent(line.id)}`;
  return {
    id: `charge-${line.id}`,
    label: line.label,
    formula: (
      <>
        {line.sentence}
        {line.atRisk ? null : ". No credit is a share of it"}
        {line.itemCount > 0 ? (
          <>
            . <Link to={behind}>{line.itemCount.toLocaleString("en-US")} work items</Link>
          </>
        ) : null}
        {line.evidence.length > 0 ? (
          <>
            . <Link to={behind}>{line.kind === "milestone" ? "The acceptance" : "The receipts"}</Link>
          </>
        ) : null}
      </>
    ),
    amount: <Money {...line.amount} />,
  };
}

function lineOf(line: Line, statement: StatementFacts) {
  const { engagementId, period } = statement;
  const costs = line.credit.amountMinor !== "0";
  const words = levelWords({ ...line, month: period, costs });
  const behind = rowsHref({ engagementId, levelId: line.levelId, month: period });
  return {
    id: line.levelId,
    label: costs ? `Credit: ${line.name}` : line.name,
    formula: (
      <>
        {words.before}
        <Link to={behind}>
          <b>{words.figure}</b>
        </Link>
        {words.after}
        {costs ? (
          <>
            <br />
            {line.sentence}
          </>
        ) : null}
      </>
    ),
    amount: <Money amountMinor={-BigInt(line.credit.amountMinor)} currency={line.credit.currency} />,
  };
}

/** An outcome price or a credit earned back, with the rows of each figure that decided it. */
function priceLine(one: StatementFacts["paper"]["priceLines"][number], statement: StatementFacts) {
  const { engagementId, period, paper } = statement;
  const { levelId } = one;
  const level = paper.lines.find((line) => line.levelId === levelId);
  const months = one.months.length > 0 ? one.months : [period];
  return {
    id: one.id,
    label: one.label,
    formula: (
      <>
        {one.sentence}
        {levelId
          ? months.map((month) => (
              <Fragment key={month}>
                {" "}
                <Link to={rowsHref({ engagementId, levelId, month })}>
                  {month === period && level
                    ? behindFigure({ ...level, windowFrom: level.windowFrom ?? month, windowTo: month })
                    : `The items of ${monthName(month)}`}
                </Link>
              </Fragment>
            ))
          : null}
      </>
    ),
    amount: <Money {...one.amount} />,
  };
}

/** A correction of an earlier month, settled here as a whole or as far as this month's net allows. */
function adjustingLine(one: StatementFacts["paper"]["adjustments"][number]) {
  const part = one.amount.amountMinor !== one.whole.amountMinor;
  return {
    id: one.correctionId,
    label: `Correction of ${monthName(one.month)}`,
    formula: (
      <>
        <Link to={`/corrections/${one.correctionId}`}>The frozen month beside the corrected one</Link>
        {part ? `. Part of ${one.whole.text}; the rest is carried over.` : "."}
      </>
    ),
    amount: <Money {...one.amount} />,
  };
}

function burdenColumns({ paper, closing }: StatementFacts): Column<Burden>[] {
  const share = `${paper.commissionBps / 100} %`;
  const names: Record<string, string> = {
    buyer: "Buyer pays",
    provider: "Provider receives",
    commission:
      paper.commissionOn === "fee"
        ? `Commission, ${share} of the month without credits: the provider alone bears them`
        : `Commission, ${share} of the net`,
  };
  const party: Column<Burden> = {
    key: "party",
    header: "Party",
    hiddenHeader: true,
    rowHeader: true,
    cell: (row) => names[row.party] ?? row.party,
  };
  // Without fee and credits there is nothing that somebody bears.
  if (closing > 0)
    return [party, { key: "now", header: "Amount", numeric: true, cell: (row) => <Money {...row.now} /> }];
  return [
    party,
    { key: "without", header: "Without credits", numeric: true, cell: (row) => <Money {...row.without} /> },
    { key: "now", header: "This month", numeric: true, cell: (row) => <Money {...row.now} /> },
    {
      key: "difference",
      header: "Difference",
      numeric: true,
      cell: (row) => <Money {...row.difference} />,
    },
  ];
}

function Approvals({ statement }: { statement: StatementFacts }) {
  const { paper, buyerApprovedAt, providerApprovedAt } = statement;
  if (statement.closing > 0)
    return (
      <>
        <SheetHeading>Approvals</SheetHeading>
        <Formula>
          Agreed to with the corrections above, after the contract&apos;s last statement. Nobody is asked a
          second time.
        </Formula>
      </>
    );
  return (
    <>
      <SheetHeading>Approvals</SheetHeading>
      <Formula>
        <Approval
          side={statement.buyerName}
          who={paper.buyerApprover}
          deemed={deemed(statement, "buyer")}
          at={buyerApprovedAt}
          zone={statement.zone}
        />
        <br />
        <Approval
          side={statement.providerName}
          who={paper.providerApprover}
          deemed={deemed(statement, "provider")}
          at={providerApprovedAt}
          zone={statement.zone}
        />
      </Formula>
    </>
  );
}

interface ApprovalProps {
  side: string;
  who?: string | null;
  at?: string | null;
  deemed: boolean;
  zone: string;
}

function deemed({ silence }: StatementFacts, side: string): boolean {
  return silence.entries.some((one) => one.kind === "deemed" && one.side === side);
}

function Approval({ side, who, at, deemed: isDeemed, zone }: ApprovalProps) {
  if (!at) return <>{side}: not approved yet</>;
  if (isDeemed)
    return (
      <>
        {side}: counts as having approved since <When instant={at} zone={zone} />, after its notices
      </>
    );
  return (
    <>
      {side}: approved{who ? ` by ${who}` : ""} on <When instant={at} zone={zone} />
    </>
  );
}
