import type { Viewer } from "../../domain/identity/viewer.ts";
import { csvTable } from "../../domain/shared/csv.ts";
import type { Tx } from "../db.ts";
import { type AuditFilter, auditRows } from "./audit-trail.read.ts";

/** More than a person opens in a spreadsheet; the filter by day makes the rest smaller. */
const MOST_ROWS = 50_000;

const HEAD = [
  ...[
    "row",
    "at",
    "who",
    "role",
    "by",
    "session or key",
    "address",
    "action",
    "kind of subject",
    "subject",
  ],
  ...["request", "data", "hash"],
];

/** The audit rows of the viewer's organisation that the filter leaves, newest first, as a file. */
export async function auditFile(
  tx: Tx,
  p: { viewer: Viewer; filter: AuditFilter; as: "csv" | "json" },
): Promise<string> {
  const rows = await auditRows(tx, { ...p, page: { take: MOST_ROWS, inverted: false } });
  if (p.as === "json") return `${JSON.stringify(rows, null, 1)}\n`;
  const lines = rows.map(({ origin, ...row }) => [
    ...[{ number: row.seq }, row.at.toISOString(), row.actorName, origin.role ?? "", origin.via ?? ""],
    ...[origin.credential ?? "", origin.address ?? "", row.action, row.subjectType, row.subjectId],
    ...[row.requestId, JSON.stringify(row.data), row.hash],
  ]);
  return csvTable([HEAD, ...lines]);
}
