/** The open work of an engagement, in short. Times are RFC 3339 or dates of the driver. */
export type OpenWork = {
  overdue: number;
  dueSoon: number;
  waitingOnBuyer: number;
  nextDue: { getTime: () => number } | null;
};

/**
 * The engagements whose open work waits for a side today, the most pressing first: for a provider what runs
 * out within a day by when it does, then what is past its limit, the most of it first; for a buyer those
 * whose items wait for an answer, the most first.
 */
export function waitingWork<Row extends OpenWork>(rows: readonly Row[], side: "buyer" | "provider"): Row[] {
  if (side === "buyer")
    return rows.filter((one) => one.waitingOnBuyer > 0).sort((a, b) => b.waitingOnBuyer - a.waitingOnBuyer);
  const soon = rows.filter((one) => one.dueSoon > 0);
  const late = rows.filter((one) => one.dueSoon === 0 && one.overdue > 0);
  const due = (one: Row) => one.nextDue?.getTime() ?? Number.POSITIVE_INFINITY;
  return [...soon.sort((a, b) => due(a) - due(b)), ...late.sort((a, b) => b.overdue - a.overdue)];
}
