import { z } from "zod";
import { permissionsOfRole } from "../../domain/identity/permissions.ts";
import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { OrganizationKind, Role, Viewer } from "../../domain/identity/viewer.ts";
import { EXPORT_DAYS, EXPORT_PART_BYTES, type ExportManifest } from "../../domain/records/data-export.ts";
import { documentFile } from "../billing/documents/document-file.ts";
import { invoiceDocument } from "../billing/documents/invoice-document.read.ts";
import { findInvoice } from "../billing/invoice.read.ts";
import { type Clock, toDate } from "../clock.ts";
import type { Database, Tx } from "../db.ts";
import { type Exported, ORGANIZATION_RECORDS } from "./organization-records.ts";
import { NOT_PERSONAL, PERSONAL_RECORDS, WORK_DONE } from "./personal-records.ts";
import { recordRows } from "./record-rows.read.ts";
import { sealPart } from "./sealed-part.ts";
import { zipWriter } from "./zip-writer.ts";

type Deps = { db: Database; clock: Clock };
const payloadSchema = z.object({ id: z.uuid(), organizationId: z.uuid(), userId: z.uuid() });

type Asked = {
  kind: "organization" | "person";
  opensNumbers: boolean;
  askedByName: string;
  askedAt: Date;
};
/** One table of one organisation, or of the person alone, and the file that its rows go to. */
type Part = { table: string; exported: Exported; viewer: Viewer; folder: string };
type Sums = { rows: number; files: number };

/**
 * The job that makes the file that somebody asked for. Killed in the middle it begins anew. Whoever lost the
 * place that let them ask meanwhile gets none.
 */
export async function makeExport(deps: Deps, payload: unknown): Promise<void> {
  const { id, organizationId, userId } = payloadSchema.parse(payload);
  const viewer = { ...systemViewer(organizationId, `data_export:${id}`), userId };
  const asked = await deps.db.withOrg(viewer, (tx) => taken(tx, id));
  if (!asked) return;
  const from = deps.clock.now();
  const zip = zipWriter({
    partBytes: EXPORT_PART_BYTES,
    modified: toDate(from),
    keep: (part) => deps.db.withOrg(viewer, (tx) => keepPart(tx, { ...part, id, organizationId, userId })),
  });
  const files: ExportManifest["files"] = [];
  const sums: Sums = { rows: 0, files: 0 };
  const parts = await partsOf(deps, { viewer, asked });
  for (const [index, part] of parts.entries()) {
    await writePart({ ...deps, zip, files, sums, asked, part });
    const done = Math.min(
      kindsOf(asked.kind) - 1,
      Math.floor(((index + 1) * kindsOf(asked.kind)) / parts.length),
    );
    await deps.db.withOrg(
      viewer,
      (tx) =>
        tx.$executeRaw`update data_export set done_kinds = ${done}, row_count = ${sums.rows},
        file_count = ${sums.files} where id = ${id}::uuid and state = 'asked'`,
    );
  }
  if (asked.kind === "organization") await writeInvoices({ ...deps, zip, files, sums, viewer });
  const manifest: ExportManifest = {
    ...{ format: "engine-room-export/1", kind: asked.kind },
    of: await nameOf(deps, { viewer, asked }),
    askedBy: { id: userId, name: asked.askedByName },
    ...{ askedAt: asked.askedAt.toISOString(), madeFrom: from.toString() },
    ...{ madeUntil: deps.clock.now().toString(), files, leftOut: leftOut(asked.kind) },
  };
  const last = zip.begin("manifest.json");
  await last.write(`${JSON.stringify(manifest, null, 2)}\n`);
  await last.end();
  const { bytes, sha256 } = await zip.end();
  await deps.db.withOrg(viewer, (tx) => {
    const now = deps.clock.now();
    return tx.$executeRaw`
      update data_export set state = 'made', done_kinds = of_kinds, row_count = ${sums.rows},
      file_count = ${sums.files}, byte_size = ${bytes}, sha256 = ${sha256},
      made_at = ${toDate(now)}::timestamptz,
      expires_at = ${toDate(now.add({ hours: EXPORT_DAYS * 24 }))}::timestamptz
      where id = ${id}::uuid and state = 'asked'`;
  });
}

async function keepPart(
  tx: Tx,
  p: { id: string; organizationId: string; userId: string; position: number; content: Buffer },
): Promise<void> {
  const sealed = await sealPart(tx, p);
  await tx.$executeRaw`
    insert into data_export_part (export_id, position, organization_id, user_id, content)
    values (${p.id}::uuid, ${p.position}, ${p.organizationId}::uuid, ${p.userId}::uuid, ${sealed})`;
}

/** How many steps a file of this kind is shown to have: its tables, and the end. */
export function kindsOf(kind: Asked["kind"]): number {
  return (kind === "person" ? Object.keys(PERSONAL_RECORDS).length : organizationTables().length) + 1;
}

/** What was asked for, with nothing of an earlier try left; null where there is nothing to make. */
async function taken(tx: Tx, id: string): Promise<Asked | null> {
  const [asked] = await tx.$queryRaw<(Asked & { place: { kind: string; role: string } | null })[]>`
    select x.kind, x.opens_numbers as "opensNumbers", x.asked_by_name as "askedByName", x.asked_at as "askedAt",
      (select jsonb_build_object('kind', o.kind, 'role', m.role) from membership m
       join organization o on o.id = m.organization_id
       where m.organization_id = x.organization_id and m.user_id = x.user_id and m.ended_at is null) as place
    from data_export x where x.id = ${id}::uuid and x.state = 'asked' for update`;
  if (!asked) return null;
  await tx.$executeRaw`delete from data_export_part where export_id = ${id}::uuid`;
  const { place } = asked;
  const may = place && permissionsOfRole(place.kind as OrganizationKind, place.role as Role);
  if (may && (asked.kind === "person" || may.includes("data:export"))) return asked;
  await tx.$executeRaw`update data_export set state = 'dropped' where id = ${id}::uuid`;
  return null;
}

function organizationTables(): [string, Exported][] {
  return Object.entries(ORGANIZATION_RECORDS).filter((one): one is [string, Exported] => "rows" in one[1]);
}

function leftOut(kind: Asked["kind"]): ExportManifest["leftOut"] {
  if (kind === "person")
    return [
      ...Object.entries(NOT_PERSONAL).map(([table, reason]) => ({ kind: table, reason })),
      { kind: "everything else", reason: WORK_DONE },
    ];
  return Object.entries(ORGANIZATION_RECORDS).flatMap(([table, one]) =>
    "leftOut" in one ? [{ kind: table, reason: one.leftOut }] : [],
  );
}

async function partsOf(deps: Deps, { viewer, asked }: { viewer: Viewer; asked: Asked }): Promise<Part[]> {
  if (asked.kind === "organization")
    return organizationTables().map(([table, exported]) => ({
      table,
      exported,
      viewer,
      folder: "records",
    }));
  const places = await deps.db.withOrg(
    viewer,
    (tx) =>
      tx.$queryRaw<{ id: string; slug: string }[]>`
      select o.id, o.slug from membership m join organization o on o.id = m.organization_id
      where m.user_id = ${viewer.userId}::uuid order by o.slug`,
  );
  return Object.entries(PERSONAL_RECORDS).flatMap(([table, exported]) =>
    exported.each === "person"
      ? [{ table, exported, viewer, folder: "records" }]
      : places.map(({ id, slug }) => ({
          ...{ table, exported, folder: `records/${slug}` },
          viewer: { ...viewer, organizationId: id },
        })),
  );
}

type Writing = Deps & {
  zip: ReturnType<typeof zipWriter>;
  files: ExportManifest["files"];
  sums: Sums;
};

/** The rows of one table as a JSON list, and each of their files; a page is read in one transaction. */
async function writePart(p: Writing & { asked: Asked; part: Part }): Promise<void> {
  const { table, exported, viewer, folder } = p.part;
  const name = `${folder}/${table}.json`;
  const lines: string[] = [];
  const own: { name: string; content: Uint8Array }[] = [];
  const list = p.zip.begin(name);
  let rows = 0;
  let after: string | null = null;
  await list.write("[");
  for (;;) {
    const page = await p.db.withOrg(viewer, (tx) =>
      recordRows(tx, { table, exported, after, inFull: p.asked.opensNumbers }),
    );
    for (const row of page) {
      lines.push(`${rows === 0 ? "\n" : ",\n"}${row.json}`);
      rows += 1;
      if (row.file) own.push(row.file);
    }
    await list.write(lines.splice(0).join(""));
    after = page.at(-1)?.key ?? null;
    if (after === null) break;
  }
  await list.write("\n]\n");
  p.files.push({ name, rows, ...(await list.end()) });
  p.sums.rows += rows;
  for (const file of own) await writeFile(p, `files/${exported.file?.folder}/${file.name}`, file.content);
}

async function writeFile(p: Writing, name: string, content: Uint8Array): Promise<void> {
  const entry = p.zip.begin(name);
  await entry.write(content);
  p.files.push({ name, rows: null, ...(await entry.end()) });
  p.sums.files += 1;
}

/** Every invoice that the organisation received or was paid by, as it was issued. */
async function writeInvoices(p: Writing & { viewer: Viewer }): Promise<void> {
  const { viewer } = p;
  const invoices = await p.db.withOrg(
    viewer,
    (tx) =>
      tx.$queryRaw<{ id: string }[]>`select id from invoice
      where ${viewer.organizationId}::uuid in (organization_id, provider_id) order by id`,
  );
  for (const { id } of invoices) {
    const document = await p.db.withOrg(viewer, async (tx) => {
      const invoice = await findInvoice(tx, viewer, id);
      return invoice && invoiceDocument(tx, invoice);
    });
    if (!document) continue;
    const { fileName, bytes } = await documentFile(document, "pdf");
    await writeFile(p, `files/invoices/${fileName}`, bytes);
  }
}

function nameOf(deps: Deps, { viewer, asked }: { viewer: Viewer; asked: Asked }) {
  return deps.db.withOrg(viewer, async (tx) => {
    if (asked.kind === "person") return { id: viewer.userId, name: asked.askedByName };
    const where = { id: viewer.organizationId };
    return tx.organization.findUniqueOrThrow({ where, select: { id: true, name: true } });
  });
}
