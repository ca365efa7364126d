import { afterAll, beforeAll, expect, test } from "vitest";
import { NotAllowed, NotFound } from "../../domain/shared/refusals.ts";
import { confirmImport } from "../../server/delivery/confirm-import.ts";
import { mappingProposal } from "../../server/delivery/import.read.ts";
import { ImportFile } from "../../server/delivery/import-file.ts";
import { mapImport } from "../../server/delivery/map-import.ts";
import {
  removeMapping,
  renameMapping,
  savedMappings,
  saveMapping,
} from "../../server/delivery/saved-mappings.ts";
import { startImport } from "../../server/delivery/start-import.ts";
import { type Contracted, contracted } from "../factories/contracted.ts";
import { fingerprint } from "../factories/probe-cast.ts";
import { unchangedBy } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

const BANK = `Date;Amount;Payee;Memo
02/11/2026;-1.234,56;Power;November
03/11/2026;19,00;Client;Invoice 7
03/11/2026;nineteen;Client;Invoice 8
`;

let world: World;
let c: Contracted;
beforeAll(async () => {
  world = await openWorld();
  c = await contracted(world, { moduleCode: "bookkeeping" });
});
afterAll(() => world.close());

const upload = async () => {
  const file = new ImportFile(new TextEncoder().encode(BANK));
  const input = { engagementId: c.engagementId, fileName: "bank.csv", file };
  const { id } = await startImport(world.caller(c.provider), input);
  const p = { viewer: c.provider, id, zone: "UTC", workItemType: "bank_transaction", currency: "EUR" };
  const proposal = await world.db.readOrg(c.provider, (tx) => mappingProposal(tx, p));
  if (!proposal) throw new Error("no proposal");
  return { id, ...proposal };
};
const work = async (id: string, mapping: unknown) => {
  await mapImport(world.caller(c.provider), { importId: id, mapping });
  await confirmImport(world.caller(c.provider), { importId: id });
  await world.drainJobs();
};
const list = (viewer = c.provider) =>
  world.db.readOrg(viewer, (tx) => savedMappings(tx, { viewer, engagementId: c.engagementId }));
const counts = () =>
  world.row(
    `select (select count(*)::int from work_item where engagement_id = $1) as items,
       (select count(*)::int from work_item_event v join work_item w on w.id = v.work_item_id
        where w.engagement_id = $1) as events`,
    [c.engagementId],
  );

test("a bank's export becomes transactions, and again adds nothing; what came too late is kept apart", async () => {
  const first = await upload();
  expect(first).toMatchObject({ recognised: "a bank's export", mapping: { decimalSign: "comma" } });
  await work(first.id, first.mapping);
  const { rows } = await world.owner.query(
    "select source, type, title, fields from work_item where engagement_id = $1 order by opened_at",
    [c.engagementId],
  );
  expect(rows).toEqual([
    {
      source: "bank",
      type: "bank_transaction",
      title: "Power",
      fields: { amountMinor: "-123456", currency: "EUR", memo: "November", payee: "Power" },
    },
    expect.objectContaining({ title: "Client" }),
  ]);
  const again = await upload();
  await work(again.id, again.mapping);
  expect(await counts()).toEqual({ items: 2, events: 2 });
  await world.owner.query(
    `insert into period_close (organization_id, provider_id, engagement_id, period, rule_version,
       calendar_version, item_count, event_count, levels, prev_hash, hash, frozen_at)
     select organization_id, provider_id, id, '2026-11', '1', 1, 0, 0, '[]', 'a', 'b', now()
     from engagement where id = $1`,
    [c.engagementId],
  );
  const late = await upload();
  await work(late.id, { ...(late.mapping as object), sign: "reversed" });
  const promised = await world.row("select counts from import_batch where id = $1", [late.id]);
  expect(promised.counts).toMatchObject({ rowsLate: 2, eventsLate: 2, itemsNew: 0, eventsNew: 0 });
  expect(await counts()).toEqual({ items: 2, events: 2 });
  expect(
    (
      await world.row("select count(*)::int as n from late_work_event where engagement_id = $1", [
        c.engagementId,
      ])
    ).n,
  ).toBe(2);
});

test("a mapping is kept under its name, used again where its columns are, changed, renamed and removed", async () => {
  const { mapping } = await upload();
  const caller = world.caller(c.provider);
  const input = { engagementId: c.engagementId, name: "Our bank", mapping };
  const { id } = await saveMapping(caller, input);
  expect(await upload()).toMatchObject({ recognised: "Our bank" });
  const changed = { ...(mapping as object), currency: "USD" };
  expect(await saveMapping(caller, { ...input, mapping: changed })).toEqual({ id });
  expect((await upload()).mapping).toMatchObject({ currency: "USD" });
  await renameMapping(caller, { mappingId: id, name: "The bank" });
  expect((await list()).map((one) => one.name)).toEqual(["The bank"]);
  expect((await list(c.buyer)).length).toBe(1);
  await removeMapping(caller, { mappingId: id });
  expect(await list()).toEqual([]);
  await unchangedBy(world, () =>
    expect(removeMapping(caller, { mappingId: id })).rejects.toThrow(NotFound),
  );
});

test("nobody but the provider keeps a mapping, and one that fits no file is refused", async () => {
  const { mapping } = await upload();
  const other = await contracted(world);
  const input = { engagementId: c.engagementId, name: "No", mapping };
  const before = await fingerprint(world);
  await unchangedBy(world, () =>
    expect(saveMapping(world.caller(c.buyer), input)).rejects.toThrow(NotAllowed),
  );
  await unchangedBy(world, () =>
    expect(saveMapping(world.caller(other.provider), input)).rejects.toThrow(NotFound),
  );
  for (const wrong of [{}, null, { ...(mapping as object), columns: { date: "Date" } }])
    await unchangedBy(world, () =>
      expect(saveMapping(world.caller(c.provider), { ...input, mapping: wrong })).rejects.toMatchObject({
        code: "invalid_input",
      }),
    );
  await unchangedBy(world, () =>
    expect(saveMapping(world.caller(c.provider), { ...input, name: " " })).rejects.toThrow("a name"),
  );
  expect(await fingerprint(world)).toBe(before);
});
