import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerDispute } from "../../server/billing/disputes/answer-dispute.ts";
import { addDisputeFile, removeDisputeFile } from "../../server/billing/disputes/dispute-file.ts";
import { Unreadable } from "../../server/ports/field-encryption.ts";
import { filesInDatabase as files } from "../../server/ports/files/in-database.ts";
import { fieldsOf, sealPlainFields } from "../../server/rotate-field-keys.ts";
import { ask } from "../factories/ask.ts";
import { accountManager } from "../factories/credit-story.ts";
import { disputedPayment, disputeOf } from "../factories/disputed-payment.ts";
import { testFields } from "../factories/field-keys.ts";
import { refusedUnchanged } from "../factories/unchanged.ts";
import { openWorld, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PDF = "%PDF-1.7\n1 0 obj";
const file = (p: { text?: string; field?: string; name?: string } = {}) => ({
  field: (p.field ?? "receipt") as "receipt",
  fileName: p.name ?? "Statement October.pdf",
  contentBase64: Buffer.from(p.text ?? PDF, "latin1").toString("base64"),
});
const desk = async () => world.caller(await accountManager(world));
const rowsOf = async (disputeId: string) =>
  (
    await world.owner.query(
      `select d.field, f.name, f.media_type, f.byte_size, f.sha256, d.stripe_file_id, d.removed_by_name
       from dispute_file d join stored_file f on f.id = d.file_id where d.dispute_id = $1
       order by f.kept_at, d.id`,
      [disputeId],
    )
  ).rows;

async function disputed() {
  const { story, invoiceId, stripeDispute } = await disputedPayment(world);
  const { id } = await disputeOf(world, invoiceId);
  return { story, disputeId: id as string, stripeDispute };
}

describe("a file for an answer", () => {
  test("is kept as its bytes came, under a safe name, with its digest and what it really is", async () => {
    const { disputeId } = await disputed();
    await addDisputeFile(await desk(), { disputeId, ...file({ name: "../../Octo\u202Eber.exe" }) });
    expect(await rowsOf(disputeId)).toEqual([
      {
        ...{
          field: "receipt",
          name: "October.exe.pdf",
          media_type: "application/pdf",
          byte_size: PDF.length,
        },
        ...{ sha256: createHash("sha256").update(PDF).digest("hex") },
        ...{ stripe_file_id: null, removed_by_name: null },
      },
    ]);
  });

  test("that is no PDF, JPEG or PNG, is empty or too large is refused beside its field", async () => {
    const { disputeId } = await disputed();
    const caller = await desk();
    for (const text of ["<html>", "", `%PDF-${"x".repeat(4_500_000)}`])
      await refusedUnchanged(world, () => addDisputeFile(caller, { disputeId, ...file({ text }) }), {
        ...{ code: "invalid_input", field: "file" },
      });
    await addDisputeFile(caller, { disputeId, ...file({ text: `%PDF-${"x".repeat(4_000_000)}` }) });
    const more = file({ text: `%PDF-${"x".repeat(600_000)}`, field: "customer_communication" });
    await refusedUnchanged(world, () => addDisputeFile(caller, { disputeId, ...more }), {
      ...{ code: "invalid_input", field: "file" },
    });
    // In the place of the first one there is room.
    await addDisputeFile(caller, { disputeId, ...more, field: "receipt" });
    expect((await rowsOf(disputeId)).map((row) => row.removed_by_name !== null)).toEqual([true, false]);
  });

  test("is the desk's alone: neither party gives, takes away or reads one", async () => {
    const { story, disputeId } = await disputed();
    await addDisputeFile(await desk(), { disputeId, ...file() });
    const row = await world.row("select id, file_id from dispute_file where dispute_id = $1", [disputeId]);
    for (const person of [story.buyer, story.provider]) {
      const caller = world.caller(person);
      await refusedUnchanged(world, () => addDisputeFile(caller, { disputeId, ...file() }), {
        code: "not_allowed",
      });
      await refusedUnchanged(world, () => removeDisputeFile(caller, { disputeFileId: row.id }), {
        code: "not_allowed",
      });
      const { data } = await ask(world, person, `{ disputeFile(fileId: "${row.file_id}") { base64 } }`);
      expect(data?.disputeFile ?? null).toBeNull();
    }
    const read = `{ disputeFile(fileId: "${row.file_id}") { fileName mediaType base64 } }`;
    const { data } = await ask(world, await accountManager(world), read);
    expect(data.disputeFile).toEqual({
      ...{ fileName: "Statement October.pdf", mediaType: "application/pdf" },
      base64: Buffer.from(PDF).toString("base64"),
    });
  });

  test("what is kept is never changed, and its digest is that of its bytes", async () => {
    const { disputeId } = await disputed();
    await addDisputeFile(await desk(), { disputeId, ...file() });
    const tries = [
      "update stored_file set name = 'other.pdf'",
      "delete from stored_file",
      "update dispute_file set field = 'refund_policy'",
      `insert into stored_file (organization_id, provider_id, name, media_type, byte_size, sha256, content,
         kept_by_id, kept_by_name, kept_at)
       select organization_id, provider_id, name, media_type, byte_size, sha256, 'other', kept_by_id, 'A', now()
       from stored_file limit 1`,
    ];
    for (const sql of tries) await expect(world.owner.query(sql)).rejects.toThrow();
  });
});

describe("at rest a file", () => {
  const stored = (fileId: string) =>
    world.row("select content, sha256, byte_size from stored_file where id = $1", [fileId]);
  const given = async () => {
    const { disputeId } = await disputed();
    await addDisputeFile(await desk(), { disputeId, ...file() });
    const { file_id: fileId } = await world.row("select file_id from dispute_file where dispute_id = $1", [
      disputeId,
    ]);
    return fileId as string;
  };
  const read = async (fileId: string) =>
    world.db.readOrg(await accountManager(world), (tx) => files.read(tx, fileId));

  test("is sealed for its row: its bytes stand nowhere, and it opens in no other", async () => {
    const [one, other] = [await given(), await given()];
    const { content } = await stored(one);
    expect(content).toMatch(/^v1\.[0-9a-f]{32}\./);
    for (const told of [PDF, Buffer.from(PDF).toString("base64")]) expect(content).not.toContain(told);
    expect(Buffer.from((await read(one))?.bytes ?? []).toString()).toBe(PDF);
    await world.owner.query("update stored_file set content = $2 where id = $1", [other, content]);
    await expect(read(other)).rejects.toThrow(Unreadable);
  });

  test("that is not the one that was given is not handed out, sealed as it may be", async () => {
    const one = await given();
    const { provider_id: owner } = await world.row("select provider_id from stored_file where id = $1", [
      one,
    ]);
    const forged = await fieldsOf(world.owner, testFields).sealFor(
      "stored_file.content",
      { id: one, owner },
      Buffer.from("%PDF-").toString("base64"),
    );
    await world.owner.query("update stored_file set content = $2 where id = $1", [one, forged]);
    await expect(read(one)).rejects.toThrow(Unreadable);
  });

  test("from before is sealed at start and reads the same; nobody else writes or changes one in plain", async () => {
    const one = await given();
    await world.owner.query("alter table stored_file disable trigger never_changed");
    await world.owner.query("update stored_file set content = encode($2, 'base64') where id = $1", [
      one,
      Buffer.from(PDF),
    ]);
    await world.owner.query("alter table stored_file enable trigger never_changed");
    await expect(
      world.owner.query("update stored_file set content = encode('other', 'base64') where id = $1", [one]),
    ).rejects.toThrow(/does not change/);
    const sealing = { ownerUrl: world.urls.owner, fields: testFields, say: () => undefined };
    expect(await sealPlainFields(sealing)).toBe(1);
    expect(Buffer.from((await read(one))?.bytes ?? []).toString()).toBe(PDF);
    const plain = (await desk()).db.withOrg(
      await accountManager(world),
      (tx) =>
        tx.$executeRaw`insert into stored_file (organization_id, provider_id, name, media_type, byte_size, sha256,
          content, kept_by_id, kept_by_name, kept_at)
        select organization_id, provider_id, name, media_type, byte_size, sha256,
          encode(${Buffer.from(PDF)}, 'base64'), kept_by_id, 'A', now() from stored_file where id = ${one}::uuid`,
    );
    await expect(plain).rejects.toThrow(/stored sealed/);
  });
});

describe("an answer with files", () => {
  const fields = [{ name: "product_description" as const, text: "Bookkeeping of October" }];

  test("gives Stripe each file once, names it in the evidence, and remembers which went with it", async () => {
    const { disputeId, stripeDispute } = await disputed();
    const caller = await desk();
    await addDisputeFile(caller, { disputeId, ...file() });
    const png = file({ text: "\x89PNG\r\n\x1a\n0", field: "customer_communication", name: "mail" });
    await addDisputeFile(caller, { disputeId, ...png });
    await answerDispute(caller, { disputeId, fields, submit: false });
    await world.drainJobs();
    const [receipt, letters] = await rowsOf(disputeId);
    expect([receipt.stripe_file_id, letters.stripe_file_id]).toEqual([
      expect.stringMatching(/^file_/),
      expect.stringMatching(/^file_/),
    ]);
    await answerDispute(caller, { disputeId, fields, submit: true });
    await world.drainJobs();
    expect(await rowsOf(disputeId)).toEqual([receipt, letters]);
    const { standIn } = await world.stripe();
    const told = standIn?.controls
      .events()
      .findLast((one) => one.type === "charge.dispute.updated" && one.data.object.id === stripeDispute);
    expect(told?.data.object).toMatchObject({
      status: "under_review",
      evidence: { receipt: receipt.stripe_file_id, customer_communication: letters.stripe_file_id },
    });
    const [evidence] = (
      await world.owner.query("select files from dispute_evidence where dispute_id = $1 order by at", [
        disputeId,
      ])
    ).rows;
    expect(evidence.files.map((one: { field: string; name: string }) => [one.field, one.name])).toEqual([
      ["receipt", "Statement October.pdf"],
      ["customer_communication", "mail.png"],
    ]);
    await refusedUnchanged(world, () => addDisputeFile(caller, { disputeId, ...file() }), {
      code: "dispute_not_contestable",
    });
  });

  test("does not carry a file that was taken away; a lost reply uploads none twice", async () => {
    const { disputeId, stripeDispute } = await disputed();
    const caller = await desk();
    await addDisputeFile(caller, { disputeId, ...file() });
    await addDisputeFile(caller, { disputeId, ...file({ field: "refund_policy" }) });
    const row = await world.row(
      "select id from dispute_file where dispute_id = $1 and field = 'refund_policy'",
      [disputeId],
    );
    await removeDisputeFile(caller, { disputeFileId: row.id });
    await refusedUnchanged(world, () => removeDisputeFile(caller, { disputeFileId: row.id }), {
      code: "not_found",
    });
    const { standIn } = await world.stripe();
    standIn?.controls.fault({ kind: "reply_lost", match: { path: "/v1/files" }, times: 2 });
    await answerDispute(caller, { disputeId, fields, submit: true });
    await world.drainJobs().catch(() => undefined);
    await world.owner.query("update graphile_worker._private_jobs set run_at = now(), last_error = null");
    await world.drainJobs();
    const told = standIn?.controls
      .events()
      .findLast((one) => one.type === "charge.dispute.updated" && one.data.object.id === stripeDispute);
    const [receipt] = await rowsOf(disputeId);
    expect(told?.data.object).toMatchObject({
      evidence: { receipt: receipt.stripe_file_id, refund_policy: null },
    });
  });
});
