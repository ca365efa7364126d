import { DataTable } from "../../components/data-table.tsx";
import { Section } from "../../components/section.tsx";
import { Status } from "../../components/status.tsx";
import { monthName } from "../_app.engagements.$id.service-levels._index/month-words.ts";
import type { BreachShown } from "./route.tsx";

type Effect = NonNullable<BreachShown["effect"]>;
type Side = Effect["before"] & { key: string; label: string };

/** What the action changed, computed from the frozen months: before, after, and the promise. */
export function EffectSection({ breach }: { breach: BreachShown }) {
  const { effect, figure, promisedMonth, promisedFigure } = breach;
  if (!effect || !promisedMonth) return null;
  const sides: Side[] = [
    { ...effect.before, key: "before", label: "Up to the breach" },
    { ...effect.after, key: "after", label: "After the due date" },
  ];
  return (
    <Section title="Measured effect" note="computed from the frozen months as they stand">
      <DataTable
        caption="The level before and after the action"
        rows={sides}
        rowKey={(row) => row.key}
        columns={[
          { key: "when", header: "When", rowHeader: true, cell: (row) => <When side={row} /> },
          {
            key: "figure",
            header: "Figure",
            numeric: true,
            cell: (row) => (row.figure ? `${row.figure} ${figure.unit}` : "none yet"),
          },
          { key: "n", header: "n", numeric: true, cell: (row) => row.n },
          {
            key: "interval",
            header: "95 % interval",
            numeric: true,
            cell: (row) => (row.low && row.high ? `${row.low} to ${row.high}` : "none"),
          },
        ]}
      />
      <p>
        {differenceText(effect, figure.unit)} Promised: {promisedFigure} {figure.unit} in{" "}
        {monthName(promisedMonth)}. <PromiseStatus effect={effect} unit={figure.unit} />
      </p>
    </Section>
  );
}

function When({ side }: { side: Side }) {
  return (
    <>
      {side.label}
      <small>
        {side.months.length > 0 ? side.months.map((one) => monthName(one)).join(", ") : "no month yet"}
      </small>
    </>
  );
}

function differenceText(effect: Effect, unit: string): string {
  if (effect.difference === null || effect.difference === undefined) return "";
  const sign = effect.difference.startsWith("-") ? "" : "+";
  const chance =
    effect.beyondChance === null || effect.beyondChance === undefined
      ? ""
      : effect.beyondChance
        ? ", more than chance alone would make"
        : ", which chance alone could make as well";
  return `The difference is ${sign}${effect.difference} ${unit}${chance}.`;
}

function PromiseStatus({ effect, unit }: { effect: Effect; unit: string }) {
  if (!effect.judgedMonth) return <Status tone="neutral">Not measured yet</Status>;
  const read = `${monthName(effect.judgedMonth)} reads ${effect.judgedFigure} ${unit}`;
  if (!effect.kept) return <Status tone="breached">Not kept: {read}</Status>;
  return effect.better === false ? (
    <Status tone="risk">Kept, yet no better than before: {read}</Status>
  ) : (
    <Status tone="met">Kept: {read}</Status>
  );
}
