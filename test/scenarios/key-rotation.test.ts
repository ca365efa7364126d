import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../server/db.ts";
import { openFieldEncryption, Unreadable } from "../../server/ports/field-encryption.ts";
import { fieldsOf, rotateFieldKeys, sealPlainFields } from "../../server/rotate-field-keys.ts";
import { placeOf } from "../../server/sealed-columns.ts";
import { testFields } from "../factories/field-keys.ts";
import { payrollStory } from "../factories/payroll-story.ts";
import { openWorld, type World } from "../world.ts";

const OLD = { id: "test", key: Buffer.alloc(32, 7) };
const NEW = { id: "autumn", key: randomBytes(32) };
const both = openFieldEncryption([NEW, OLD]);
const onlyNew = openFieldEncryption([NEW]);
const PEOPLE = 240;

let world: World;
let runId: string;
const { prepare, told } = payrollStory(() => world);

beforeAll(async () => {
  world = await openWorld();
  const story = await told();
  const wages = Array.from({ length: PEOPLE }, (_, at) => `Person ${at}; GB29${600_000 + at}; 10.00`);
  runId = (await prepare(story, wages.join("\n"))).runId;
});
afterAll(() => world.close());

/**
 * Accounts are under their buyer's key, which alone changes its wrapping; their blind index is sealed
 * anew.
 */
const counts = () =>
  world.row(`select count(*) filter (where starts_with(account_index, 'i1.autumn.'))::int as anew,
    count(*) filter (where starts_with(account_index, 'i1.test.'))::int as before from payroll_payment`);
const wrapping = async () =>
  (await world.row("select array_agg(distinct split_part(wrapped, '.', 2)) as keys from data_key")).keys;

/** Every wage's account as somebody reads it who has these keys. */
async function accounts(fields: typeof both): Promise<string[]> {
  const { rows } = await world.owner.query("select id, account from payroll_payment order by payee, id");
  const { open } = fieldsOf(world.owner, fields);
  const opened = rows.map((row) => open("payroll_payment.account", row.id, row.account));
  return (await Promise.all(opened)).sort();
}

function command(batch: number) {
  const keys = [NEW, OLD].map(({ id, key }) => `${id}:${key.toString("base64")}`).join();
  const { DATABASE_URL: _, ...rest } = process.env;
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../../server/cli/keys-rotate.ts"), "--batch", String(batch)],
    {
      env: {
        ...rest,
        DATABASE_OWNER_URL: world.urls.owner,
        DATABASE_URL: world.urls.user,
        FIELD_KEYS: keys,
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  child.stdout.setEncoding("utf8");
  return child;
}

describe("rotating the keys of sealed fields", () => {
  test("killed in the middle leaves everything readable, and goes on when it is run again", async () => {
    const expected = await accounts(testFields);
    expect(expected).toHaveLength(PEOPLE);
    const killed = command(20);
    await once(killed.stdout, "data");
    killed.kill("SIGKILL");
    await once(killed, "exit");
    const between = await counts();
    expect(between.anew).toBeGreaterThanOrEqual(20);
    expect(between.before).toBeGreaterThan(0);
    expect(between.anew + between.before).toBe(PEOPLE);
    expect(await accounts(both)).toEqual(expected);

    const again = command(100);
    let said = "";
    again.stdout.on("data", (text) => (said += text));
    await once(again, "exit");
    expect(again.exitCode).toBe(0);
    expect(said).toContain(`payroll_payment.account: ${between.before} of ${between.before}`);
    expect(said).toContain(`Sealed ${between.before + 1} fields anew.`);
    expect(await counts()).toEqual({ anew: PEOPLE, before: 0 });
    expect(await wrapping()).toEqual(["autumn"]);
    expect(await accounts(onlyNew)).toEqual(expected);
    await expect(accounts(testFields)).rejects.toThrow(Unreadable);
  });

  test("moves the blind index along, so that nobody is paid twice in a run that is written afterwards", async () => {
    const { rows } = await world.owner.query("select account_index, account, id from payroll_payment");
    for (const row of rows) {
      const fields = fieldsOf(world.owner, onlyNew);
      const plain = await fields.open("payroll_payment.account", row.id, row.account);
      expect(onlyNew.isIndexOf(row.account_index, plain, "payroll_payment.account")).toBe(true);
    }
  });

  test("has nothing to do where the first key sealed everything", async () => {
    expect(await rotateFieldKeys({ ownerUrl: world.urls.owner, fields: both })).toBe(0);
  });

  test("changes nothing of a batch with a value that none of the keys opens", async () => {
    const stranger = openFieldEncryption([{ id: "stranger", key: randomBytes(32) }]);
    await expect(rotateFieldKeys({ ownerUrl: world.urls.owner, fields: stranger })).rejects.toThrow(
      Unreadable,
    );
    expect(await counts()).toEqual({ anew: PEOPLE, before: 0 });
  });

  test.each([
    ["stood in plain", (plain: string) => plain],
    [
      "the product's own key sealed before organisations had keys",
      (plain: string, id: string) => testFields.seal(plain, placeOf("tax_identity.vat_number", id)),
    ],
  ])("seals under the organisation's key what %s", async (_what, stored) => {
    const { organizationId } = await anybody();
    const number = "NL987654321B01";
    await world.owner.query("delete from tax_identity");
    await world.owner.query(
      `insert into tax_identity (organization_id, name, address_line, postal_code, city, country, status,
         vat_number, stated_by_id, stated_by_name, stated_at)
       values ($1, 'N', 'S', '1', 'C', 'NL', 'registered', $2, uuidv7(), 'P', now())`,
      [organizationId, stored(number, organizationId)],
    );
    const said: string[] = [];
    const how = { ownerUrl: world.urls.owner, fields: both, say: (line: string) => said.push(line) };
    expect(await sealPlainFields(how)).toBe(1);
    expect(await sealPlainFields(how)).toBe(0);
    expect(said).toEqual(["Sealed 1 field"]);
    const { vat_number: sealed } = await world.row("select vat_number from tax_identity");
    expect(sealed).toMatch(/^v1\.[0-9a-f]{32}\./);
    const { open } = fieldsOf(world.owner, both);
    expect(await open("tax_identity.vat_number", organizationId, sealed)).toBe(number);
    // What is sealed already is left alone.
    expect(await counts()).toEqual({ anew: PEOPLE, before: 0 });
  });
});

const anybody = async () => ({
  organizationId: (await world.row("select organization_id as id from payroll_run")).id,
});

describe("the database", () => {
  test("takes no sealed column in plain from the product", async () => {
    const db = openDatabase({ url: world.urls.user, connections: 1, fields: testFields });
    const one = await world.row("select organization_id, provider_id from payroll_run");
    const viewer = world.viewer({
      ...{ organizationId: one.organization_id, userId: one.organization_id, kind: "buyer", role: "owner" },
    });
    const attempts: [sql: string, value: string][] = [
      [
        `insert into payout_details (organization_id, currency, holder, account, state, proposed_by_id,
         proposed_by_name, proposed_at)
       values (app.org_id(), 'EUR', 'H', $1, 'proposed', app.org_id(), 'P', now())`,
        "GB29600001",
      ],
      ["update tax_identity set vat_number = $1", "NL987654321B01"],
    ];
    for (const [sql, value] of attempts)
      await expect(db.withOrg(viewer, (tx) => tx.$executeRawUnsafe(sql, value))).rejects.toThrow(
        /stored sealed/,
      );
    const wage = "update payroll_payment set account = 'v1.test.else'";
    await expect(db.withOrg(viewer, (tx) => tx.$executeRawUnsafe(wage))).rejects.toThrow(/does not change/);
    await db.close();
  });
});
