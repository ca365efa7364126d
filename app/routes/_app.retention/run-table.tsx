import { type Column, DataTable } from "../../components/data-table.tsx";
import { Day, When } from "../../components/date-time.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { TryRetentionQuery } from "../../gql/graphql.ts";
import type { Data } from "./route.tsx";

type Finding = TryRetentionQuery["retentionDryRun"]["findings"][number];
type Part = Data["runs"][number]["parts"][number];
type Counted = Pick<Finding, "title" | "days" | "gone" | "held">;

const number = (count: number) => count.toLocaleString("en-GB");

const COUNTED: Column<Counted>[] = [
  { key: "what", header: "What", rowHeader: true, cell: (row) => row.title },
  { key: "days", header: "After days", numeric: true, cell: (row) => number(row.days) },
  { key: "gone", header: "Goes", numeric: true, cell: (row) => number(row.gone) },
  {
    key: "held",
    header: "Stays",
    cell: ({ held }) =>
      held.length === 0
        ? "None"
        : held.map((one) => (
            <div key={one.because}>
              {number(one.count)}: {one.words}
            </div>
          )),
  },
];

/** What a run would do if it began now. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const total = findings.reduce((sum, one) => sum + one.gone, 0);
  return (
    <Section
      title={total === 0 ? "Nothing would go now" : `${number(total)} records would go now`}
      note="A count; nothing was changed"
      first
    >
      <div role="status">
        <DataTable caption="What would go" rows={findings} rowKey={(row) => row.kind} columns={COUNTED} />
      </div>
    </Section>
  );
}

/** The last night in full, and the nights before it in one line each. */
export function RunTable({ runs }: { runs: Data["runs"] }) {
  const [last, ...before] = runs;
  if (!last)
    return (
      <Section title="Runs">
        <EmptyState kind="nothing-yet" title="No run yet">
          The first one is tonight.
        </EmptyState>
      </Section>
    );
  const goes = COUNTED.map((column) => (column.key === "gone" ? { ...column, header: "Gone" } : column));
  return (
    <Section
      title={
        <>
          Run of <Day date={last.day} />
        </>
      }
      note={
        last.finishedAt ? (
          <>
            Done <When instant={last.finishedAt} />
          </>
        ) : (
          <Status tone="held">Under way</Status>
        )
      }
    >
      <DataTable<Part> caption="The last run" rows={last.parts} rowKey={(row) => row.kind} columns={goes} />
      {before.length > 0 ? (
        <DataTable
          caption="Runs before"
          density="compact"
          rows={before}
          rowKey={(run) => run.runId}
          columns={[
            { key: "day", header: "Night", rowHeader: true, cell: (run) => <Day date={run.day} /> },
            { key: "gone", header: "Gone", numeric: true, cell: (run) => number(sumOf(run.parts, "gone")) },
            {
              key: "held",
              header: "Stayed",
              numeric: true,
              cell: (run) => number(sumOf(run.parts, "held")),
            },
            { key: "end", header: "State", cell: (run) => (run.finishedAt ? "Done" : "Under way") },
          ]}
        />
      ) : null}
    </Section>
  );
}

function sumOf(parts: readonly Part[], what: "gone" | "held"): number {
  const held = (part: Part) => part.held.reduce((sum, one) => sum + one.count, 0);
  return parts.reduce((sum, part) => sum + (what === "gone" ? part.gone : held(part)), 0);
}
