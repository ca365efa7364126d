import { Link } from "@remix-run/react";
import { type Column, DataTable } from "../../components/data-table.tsx";
import { Duration } from "../../components/date-time.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import type { ItemShown } from "./item-shown.ts";

type Frozen = ItemShown["frozenVerdicts"][number];

/** The verdicts that stand for good, by month; absent while no month with this work is closed. */
export function FrozenSection({ item }: { item: ItemShown }) {
  if (item.frozenVerdicts.length === 0) return null;
  const names = new Map(item.clocks.map((clock) => [clock.levelId, clock.levelName]));
  const columns: Column<Frozen>[] = [
    {
      key: "month",
      header: "Month",
      rowHeader: true,
      cell: (row) => (
        <Link to={`/engagements/${item.engagementId}/service-levels/${row.levelId}?month=${row.month}`}>
          {row.month}
        </Link>
      ),
    },
    { key: "level", header: "Service level", cell: (row) => names.get(row.levelId) ?? row.levelId },
    { key: "verdict", header: "Verdict", cell: (row) => <FrozenStatus verdict={row.verdict} /> },
    { key: "used", header: "Used", numeric: true, cell: (row) => <Duration seconds={row.netSeconds} /> },
    {
      key: "target",
      header: "Target",
      numeric: true,
      cell: (row) => <Duration seconds={row.targetSeconds} />,
    },
    { key: "hash", header: "Bundle", cell: (row) => <code>{row.bundleHash.slice(0, 19)}</code> },
  ];
  return (
    <Section title="Frozen verdicts" note="closed with their month; nothing changes them">
      <DataTable
        caption="Frozen verdicts of this work"
        columns={columns}
        rows={item.frozenVerdicts}
        rowKey={(row) => row.id}
      />
    </Section>
  );
}

export function FrozenStatus({ verdict }: { verdict: string }) {
  switch (verdict) {
    case "met":
      return <Status tone="fine">Met</Status>;
    case "breached":
      return <Status tone="breached">Missed</Status>;
    case "void":
      return <Status tone="neutral">Cancelled, not counted</Status>;
    default:
      return <Status tone="neutral">Not counted</Status>;
  }
}
