import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { InvalidInput, NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { commitImport } from "../../server/delivery/commit-import.ts";
import { confirmImport } from "../../server/delivery/confirm-import.ts";
import { importBatch, mappingProposal } from "../../server/delivery/import.read.ts";
import { ImportNotChecked, ImportUnderWay } from "../../server/delivery/import-batch.ts";
import { ImportFile } from "../../server/delivery/import-file.ts";
import { mapImport } from "../../server/delivery/map-import.ts";
import { startImport } from "../../server/delivery/start-import.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { serviceDeskExport, toCsv } from "../factories/service-desk-export.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const REAL = join(import.meta.dirname, "../../../shared/data/itsm/incident_event_log.csv");
const generated = (rows: number) => Buffer.from(toCsv(serviceDeskExport({ rows })));
const export600 = () => (existsSync(REAL) ? readFileSync(REAL) : generated(4138));

const start = (c: Contracted, bytes: Uint8Array, fileName = "log.csv") =>
  startImport(world.caller(c.provider), {
    engagementId: c.engagementId,
    fileName,
    file: new ImportFile(bytes),
  });

const read = async (viewer: Viewer, id: string) => {
  const batch = await world.db.readOrg(viewer, (tx) => importBatch(tx, { viewer, id }));
  if (!batch) throw new Error("no such import");
  return batch;
};

const guess = async (c: Contracted, id: string) => {
  const viewer = c.provider;
  const p = { viewer, id, zone: "America/Sao_Paulo", workItemType: "incident" };
  const proposal = await world.db.readOrg(viewer, (tx) => mappingProposal(tx, p));
  if (!proposal) throw new Error("no proposal");
  return proposal;
};

async function checked(c: Contracted, bytes: Uint8Array) {
  const { id } = await start(c, bytes);
  const { mapping } = await guess(c, id);
  await mapImport(world.caller(c.provider), { importId: id, mapping });
  return read(c.provider, id);
}

async function imported(c: Contracted, bytes: Uint8Array) {
  const { id } = await checked(c, bytes);
  await confirmImport(world.caller(c.provider), { importId: id });
  await world.drainJobs();
  return read(c.provider, id);
}

/** Everything an import may write, without ids and moments of writing. */
const work = async (c: Contracted) => {
  const items = await world.owner.query(
    `select reference, type, title, priority, state, waiting_on, opened_at, resolved_at, closed_at, due_at,
       desk_made_sla, fields from work_item where engagement_id = $1 order by reference`,
    [c.engagementId],
  );
  const events = await world.owner.query(
    `select w.reference, v.source_key, v.position, v.type, v.at, v.held_by, v.data
     from work_item_event v join work_item w on w.id = v.work_item_id where w.engagement_id = $1
     order by v.source_key`,
    [c.engagementId],
  );
  return { items: items.rows, events: events.rows };
};

describe("an import", () => {
  test("writes what its trial run promised, and a second one of the same file adds nothing", async () => {
    const c = await contracted(world);
    const bytes = export600();
    const first = await checked(c, bytes);
    expect(await work(c)).toEqual({ items: [], events: [] });
    expect(first.counts?.itemsNew).toBeGreaterThan(500);
    await confirmImport(world.caller(c.provider), { importId: first.id });
    await world.drainJobs();
    const done = await read(c.provider, first.id);
    expect([done.state, done.doneRows]).toEqual(["done", done.rowCount]);
    const after = await work(c);
    expect(after.items.length).toBe(first.counts?.itemsNew);
    expect(after.events.length).toBe(first.counts?.eventsNew);

    const second = await imported(c, bytes);
    expect(second.counts).toMatchObject({ itemsNew: 0, eventsNew: 0, itemsKnown: after.items.length });
    expect(await work(c)).toEqual(after);
  });

  test("keeps the file only until it is done", async () => {
    const c = await contracted(world);
    const done = await imported(c, generated(60));
    const { rows } = await world.owner.query("select content from import_batch where id = $1", [done.id]);
    expect(rows[0].content).toBeNull();
  });

  test("that is killed half-way and taken up again ends like one that was not", async () => {
    const whole = await contracted(world);
    const killed = await contracted(world);
    const bytes = generated(6000);
    await imported(whole, bytes);
    const { id } = await checked(killed, bytes);
    await confirmImport(world.caller(killed.provider), { importId: id });
    const payload = { importId: id, organizationId: killed.buyer.organizationId };
    const deps = { db: world.workDb, clock: world.clock };
    const dying = commitImport(
      {
        ...deps,
        afterChunk: () => {
          throw new Error("killed");
        },
      },
      payload,
    );
    await expect(dying).rejects.toThrow("killed");
    const halfway = await work(killed);
    expect(halfway.items.length).toBeGreaterThan(0);
    const seen = await read(killed.provider, id);
    expect(seen.state).toBe("importing");
    expect(seen.failure).toMatch(/interrupted/);
    expect(seen.doneRows).toBeGreaterThan(0);
    expect(seen.doneRows).toBeLessThan(seen.rowCount);

    await world.drainJobs();
    expect(await read(killed.provider, id)).toMatchObject({ state: "done", failure: null });
    const end = await work(killed);
    expect(end.items.length).toBeGreaterThan(halfway.items.length);
    expect(end).toEqual(await work(whole));
  });

  test("confirmed twice at once runs once", async () => {
    const c = await contracted(world);
    const { id } = await checked(c, generated(40));
    const twice = [1, 2].map(() => confirmImport(world.caller(c.provider), { importId: id }));
    expect(await Promise.all(twice)).toEqual([{ id }, { id }]);
    const { rows } = await world.owner.query(
      "select 1 from graphile_worker.jobs where task_identifier = 'import.commit'",
    );
    expect(rows).toHaveLength(1);
    await world.drainJobs();
    await unchangedBy(world, () =>
      expect(mapImport(world.caller(c.provider), { importId: id, mapping: {} })).rejects.toThrow(
        ImportUnderWay,
      ),
    );
  });

  test("cannot be confirmed before its trial run", async () => {
    const c = await contracted(world);
    const { id } = await start(c, generated(10));
    await unchangedBy(world, () =>
      expect(confirmImport(world.caller(c.provider), { importId: id })).rejects.toThrow(ImportNotChecked),
    );
    await world.drainJobs();
    expect(await work(c)).toEqual({ items: [], events: [] });
  });

  test("of 100,000 rows works", async () => {
    const c = await contracted(world);
    const rows = 100_000;
    const done = await imported(c, generated(rows));
    expect(done.counts?.rowsAccepted).toBe(rows);
    expect((await work(c)).items.length).toBe(done.counts?.itemsNew);
  });

  test("of another organisation is not there, for reading, mapping and confirming alike", async () => {
    const c = await contracted(world);
    const other = await contracted(world);
    const { id } = await checked(c, generated(10));
    const seen = (viewer: Viewer) => world.db.readOrg(viewer, (tx) => importBatch(tx, { viewer, id }));
    expect(await seen(other.provider)).toBeNull();
    expect(await seen(c.buyer)).not.toBeNull();
    for (const importId of [id, crypto.randomUUID(), "x"]) {
      const caller = world.caller(other.provider);
      await unchangedBy(world, () =>
        expect(mapImport(caller, { importId, mapping: {} })).rejects.toThrow(NotFound),
      );
      await unchangedBy(world, () => expect(confirmImport(caller, { importId })).rejects.toThrow(NotFound));
    }
    const mine = { engagementId: c.engagementId, fileName: "a.csv", file: new ImportFile(generated(5)) };
    await unchangedBy(world, () =>
      expect(startImport(world.caller(other.provider), mine)).rejects.toThrow(NotFound),
    );
    await unchangedBy(world, () =>
      expect(startImport(world.caller(c.buyer), mine)).rejects.toThrow(NotAllowed),
    );
  });

  test("a job of another organisation cannot commit it", async () => {
    const c = await contracted(world);
    const other = await contracted(world);
    const { id } = await checked(c, generated(10));
    await confirmImport(world.caller(c.provider), { importId: id });
    const payload = { importId: id, organizationId: other.buyer.organizationId };
    await unchangedBy(world, () =>
      expect(commitImport({ db: world.workDb, clock: world.clock }, payload)).rejects.toThrow(NotFound),
    );
    await world.drainJobs();
    expect((await work(c)).items.length).toBeGreaterThan(0);
  });
});

describe("a file", () => {
  const text =
    "number,incident_state,opened_at,sys_updated_at,sys_mod_count,priority,short_description\n" +
    "INC1,New,29-02-2016 01:16,29-02-2016 01:20,0,3 - Moderate,Impressão não sai\n";

  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${text}`)],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16 without a mark", Buffer.from(text, "utf16le")],
    ["Windows-1252", Buffer.from(text, "latin1")],
    ["semicolons", Buffer.from(text.replaceAll(",", ";"))],
  ])("in %s is read as it was written", async (_name, bytes) => {
    const c = await contracted(world);
    const done = await imported(c, bytes);
    expect(done.counts?.itemsNew).toBe(1);
    expect((await work(c)).items[0].title).toBe("Impressão não sai");
  });

  test.each([
    ["that is empty", Buffer.from(""), "The file is empty."],
    [
      "with a header and no rows",
      Buffer.from("number,opened_at\n\n \n"),
      "The file has a header but no rows.",
    ],
    ["that is a spreadsheet", Buffer.from("PK\u0003\u0004rest"), "This is a spreadsheet or a ZIP file."],
    ["that is a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 200]), "This is not a text file."],
    ["with one column", Buffer.from("number\n1\n"), "The file has a single column."],
    [
      "with a column twice",
      Buffer.from("number,number\n1,2\n"),
      'The column "number" stands in the header twice.',
    ],
    ["with an open quotation mark", Buffer.from('number,a\n"1,2\n'), "Row 2 has a quotation mark"],
  ])("%s is refused in one sentence and leaves nothing behind", async (_name, bytes, sentence) => {
    const c = await contracted(world);
    await unchangedBy(world, () => expect(start(c, bytes)).rejects.toThrow(sentence));
    await unchangedBy(world, () => expect(start(c, bytes)).rejects.toBeInstanceOf(InvalidInput));
    const { rows } = await world.owner.query("select 1 from import_batch where engagement_id = $1", [
      c.engagementId,
    ]);
    expect(rows).toHaveLength(0);
  });

  test("without a needed column is refused at the trial run, naming the column", async () => {
    const c = await contracted(world);
    const { id } = await start(c, Buffer.from("ticket,opened\n1,29-02-2016 01:16\n"));
    const { mapping } = (await guess(c, id)) as { mapping: Record<string, unknown> };
    const columns = { number: "ticket", openedAt: "created" };
    const mapped = mapImport(world.caller(c.provider), { importId: id, mapping: { ...mapping, columns } });
    await expect(mapped).rejects.toThrow('The file has no column "created".');
    expect((await read(c.provider, id)).state).toBe("uploaded");
  });

  test("with a kind of work that the contract does not know is refused", async () => {
    const c = await contracted(world);
    const { id } = await start(c, generated(10));
    const { mapping } = (await guess(c, id)) as { mapping: Record<string, unknown> };
    const mapped = mapImport(world.caller(c.provider), {
      importId: id,
      mapping: { ...mapping, workItemType: "pay_run" },
    });
    await expect(mapped).rejects.toThrow("no such kind of work");
  });
});
