import type { Temporal } from "temporal-polyfill";
import { may } from "../../domain/identity/permissions.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { EXPORT_PART_BYTES, type ExportKind, exportFileName } from "../../domain/records/data-export.ts";
import { toDate, toInstant } from "../clock.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import { openPart } from "./sealed-part.ts";

export type DataExportRow = {
  id: string;
  kind: ExportKind;
  state: "asked" | "made" | "gone" | "dropped";
  askedAt: Date;
  doneKinds: number;
  ofKinds: number;
  rowCount: bigint;
  fileCount: number;
  byteSize: bigint;
  sha256: string | null;
  madeAt: Date | null;
  expiresAt: Date | null;
};

/** The files that the viewer asked for in this organisation, newest first, at most twenty. */
export async function ownExports(
  tx: Tx,
  p: { viewer: Viewer; kind: string; now: Temporal.Instant },
): Promise<DataExportRow[]> {
  const { organizationId, userId } = p.viewer;
  const rows = await tx.dataExport.findMany({
    where: { organizationId, userId, kind: p.kind },
    orderBy: { id: "desc" },
    take: 20,
  });
  return rows.map(({ state, kind, ...row }) => ({
    ...row,
    kind: kind as ExportKind,
    state: row.expiresAt && row.expiresAt <= toDate(p.now) ? "gone" : (state as DataExportRow["state"]),
  }));
}

export type ExportPart = { fileName: string; partCount: number; content: Uint8Array };

/** A part of a file that its asker has opened; null for any other, for a foreign one, and past its end. */
export async function exportPart(
  tx: Tx,
  p: { viewer: Viewer; id: string; position: number; now: Temporal.Instant },
): Promise<ExportPart | null> {
  const { viewer, id, position } = p;
  if (!isId(id) || !Number.isSafeInteger(position) || position < 0 || position > 1e9) return null;
  const now = toDate(p.now);
  const found = await tx.dataExport.findFirst({
    where: {
      ...{ id, organizationId: viewer.organizationId, userId: viewer.userId, state: "made" },
      ...{ openUntil: { gt: now }, expiresAt: { gt: now } },
    },
  });
  if (!found || (found.kind === "organization" && !may(viewer, "data:export"))) return null;
  const part = await tx.dataExportPart.findUnique({
    where: { exportId_position: { exportId: id, position } },
    select: { content: true },
  });
  const of = found.kind === "organization" ? viewer.organizationName : viewer.name;
  const day = toInstant(found.madeAt ?? now)
    .toString()
    .slice(0, 10);
  const partCount = Math.ceil(Number(found.byteSize) / EXPORT_PART_BYTES);
  const content = part && (await openPart(tx, { id, position, content: part.content }));
  return content && { fileName: exportFileName({ of, day }), partCount, content };
}
