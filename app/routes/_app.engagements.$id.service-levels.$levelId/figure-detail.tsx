import type { FigureDetail } from "../../../domain/service-levels/month-figure.ts";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Duration } from "../../components/date-time.tsx";
import { Facts } from "../../components/facts.tsx";
import { HashLine } from "../../components/hash-line.tsx";
import { Money } from "../../components/money.tsx";
import { Section } from "../../components/section.tsx";

type Durations = Extract<FigureDetail, { kind: "duration" }>;
type Priority = Durations["byPriority"][number];

/** What stands beside a figure of its kind: tails beside a mean, hours beside a percentage. */
export function DetailSection({ detail, unit }: { detail: FigureDetail; unit: string }) {
  switch (detail.kind) {
    case "duration":
      return <DurationDetail detail={detail} unit={unit} />;
    case "uptime":
      return (
        <Section title="Behind the figure" note="time of the window">
          <Facts
            facts={[
              {
                id: "window",
                label: "Hours that count",
                value: <Duration seconds={detail.windowSeconds} />,
              },
              { id: "down", label: "Down", value: <Duration seconds={detail.downSeconds} /> },
              {
                id: "planned",
                label: "Planned, left out",
                value: <Duration seconds={detail.plannedSeconds} />,
              },
              { id: "outages", label: "Outages", value: detail.outages },
            ]}
          />
        </Section>
      );
    case "money":
      return <MoneyDetail detail={detail} unit={unit} />;
    case "sample":
      return (
        <Section title="Behind the figure" note="the sample">
          <Facts
            facts={[
              {
                id: "size",
                label: "Sample",
                value: `${whole(detail.size)} of ${whole(detail.population)} ${detail.unit}`,
              },
              { id: "errors", label: "With an error", value: whole(detail.errors) },
              ...(detail.draw
                ? [
                    {
                      id: "drawn",
                      label: "Drawn",
                      value: `${whole(detail.draw.items)} of ${whole(detail.draw.of)} items`,
                    },
                    { id: "seed", label: "Seed", value: <HashLine>{detail.draw.seed}</HashLine> },
                  ]
                : []),
            ]}
          />
        </Section>
      );
    case "count":
      return (
        <Section title="Behind the figure" note="what was looked at">
          <Facts facts={[{ id: "looked", label: "Items looked at", value: whole(detail.looked) }]} />
        </Section>
      );
    default:
      return detail satisfies never;
  }
}

function MoneyDetail({ detail, unit }: { detail: Extract<FigureDetail, { kind: "money" }>; unit: string }) {
  const amount = (minor: string) =>
    /^[A-Z]{3}$/.test(unit) ? <Money amountMinor={minor} currency={unit} /> : minorText(minor);
  return (
    <Section title="Behind the figure" note="only what finance confirmed counts">
      <Facts
        facts={[
          { id: "part", label: "Numerator", value: amount(detail.numeratorMinor) },
          ...(detail.denominatorMinor === "0"
            ? []
            : [{ id: "whole", label: "Denominator", value: amount(detail.denominatorMinor) }]),
          { id: "confirmed", label: "Confirmed", value: `${whole(detail.confirmed)} items` },
          { id: "waiting", label: "Not confirmed", value: `${whole(detail.unconfirmed)} items, left out` },
        ]}
      />
    </Section>
  );
}

const PRIORITIES = (unit: string): Column<Priority>[] => [
  { key: "priority", header: "Priority", rowHeader: true, cell: (row) => row.priority },
  { key: "n", header: "Items", numeric: true, cell: (row) => whole(row.n) },
  { key: "mean", header: `Mean, ${unit}`, numeric: true, cell: (row) => row.mean },
  { key: "p90", header: `90th percentile, ${unit}`, numeric: true, cell: (row) => row.p90 },
];

function DurationDetail({ detail, unit }: { detail: Durations; unit: string }) {
  return (
    <Section title="By priority" note="a mean hides tails, so the 90th percentile stands beside it">
      <DataTable
        caption="Mean and 90th percentile by priority"
        columns={PRIORITIES(unit)}
        rows={[
          ...detail.byPriority,
          {
            priority: "all",
            n: detail.byPriority.reduce((sum, one) => sum + one.n, 0),
            mean: detail.mean,
            p90: detail.p90,
          },
        ]}
        rowKey={(row) => row.priority}
        density="compact"
      />
    </Section>
  );
}

function whole(n: number): string {
  return n.toLocaleString("en-US");
}

function minorText(minor: string): string {
  return `${BigInt(minor).toLocaleString("en-US")} in smallest units`;
}
