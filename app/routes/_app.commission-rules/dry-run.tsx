import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";
import type { TryCommissionRuleQuery } from "../../gql/graphql.ts";

export type DryRunRow = TryCommissionRuleQuery["commissionDryRun"]["rows"][number];

/** What a rule would have proposed for the contracts there are, and what their statements come to by it. */
export function DryRun({ rows }: { rows: readonly DryRunRow[] }) {
  const touched = rows.filter((row) => row.changes);
  return (
    <Section
      title={
        touched.length === 0
          ? "This rule would match none of today's contracts"
          : `This rule would match ${touched.length} of ${rows.length} contracts`
      }
      note="as if each were ordered anew on the rule's first day; no contract that exists changes"
    >
      <DataTable
        caption="Contracts under the rule"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.engagementId}
        empty={
          <EmptyState kind="nothing-yet" title="No contract yet">
            There is nothing to try the rule on.
          </EmptyState>
        }
      />
    </Section>
  );
}

/** The rule that matched, by what it names. */
export function matchedWords(rule: DryRunRow["ruleAfter"]): string {
  if (!rule) return "No rule, the usual share";
  const names = [
    rule.namesProvider ? "provider" : null,
    rule.namesModule ? "service" : null,
    rule.namesCurrency ? "currency" : null,
  ].filter((name) => name !== null);
  const what = names.length === 0 ? "Rule for all contracts" : `Rule for the ${names.join(", ")}`;
  return rule.id === "draft" ? `This rule (${names.join(", ") || "all contracts"})` : what;
}

const COLUMNS: Column<DryRunRow>[] = [
  {
    key: "contract",
    header: "Contract",
    rowHeader: true,
    cell: (row) => (
      <>
        <Link to={`/engagements/${row.engagementId}`}>{row.title}</Link>
        <small>{` ${row.providerName} for ${row.buyerName}`}</small>
      </>
    ),
  },
  { key: "signed", header: "Signed with", numeric: true, cell: (row) => `${row.signedBps / 100} %` },
  {
    key: "before",
    header: "Proposed now",
    cell: (row) => `${row.beforeBps / 100} % · ${matchedWords(row.ruleBefore)}`,
  },
  {
    key: "after",
    header: "With this rule",
    cell: (row) => `${row.afterBps / 100} % · ${matchedWords(row.ruleAfter)}`,
  },
  {
    key: "taken",
    header: "Commission taken",
    numeric: true,
    cell: (row) => (
      <>
        <Money {...row.taken} />
        <small>{` ${row.months} ${row.months === 1 ? "month" : "months"}`}</small>
      </>
    ),
  },
  {
    key: "would",
    header: "Would be now → with it",
    numeric: true,
    cell: (row) => (
      <>
        <Money {...row.before} /> → <Money {...row.after} />
      </>
    ),
  },
];
