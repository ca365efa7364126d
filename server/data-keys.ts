import { randomBytes } from "node:crypto";
import { Erased } from "../domain/shared/refusals.ts";
import { Prisma } from "./generated/prisma/client.ts";
import { type FieldEncryption, openFieldEncryption } from "./ports/field-encryption.ts";
import { placeOf } from "./sealed-columns.ts";

/** Runs a statement of ours on whatever connection stands behind it. */
export type Ask = <Row>(statement: Prisma.Sql) => Promise<Row[]>;

/** What a value begins with that an organisation's own key sealed: the id of that key, without its dashes. */
export const UNDER_DATA_KEY = /^v1\.([0-9a-f]{32})\./;

type Row = { id: string; wrapped: string | null; isDestroyed: boolean };

export type DataKeys = {
  /**
   * What seals for an organisation; its key is made where it has none. Throws Erased where it is
   * destroyed.
   */
  of: (organizationId: string) => Promise<FieldEncryption>;
  /** What opens a value; null where the key that sealed it is destroyed, and nothing opens it any more. */
  for: (sealed: string) => Promise<FieldEncryption | null>;
};

/**
 * The keys of organisations, each wrapped by the keys of FIELD_KEYS. They are asked for anew in every
 * transaction and kept no longer than that, so a destroyed one opens nothing from that moment on.
 */
export function dataKeys(fields: FieldEncryption, ask: Ask): DataKeys {
  const known = new Map<string, Promise<FieldEncryption | null>>();
  const once = (key: string, find: () => Promise<FieldEncryption | null>) => {
    const found = known.get(key) ?? find();
    known.set(key, found);
    return found;
  };
  const unwrapped = ({ id, wrapped }: Row) =>
    wrapped === null ? null : keyOf(id, fields.open(wrapped, placeOf("data_key.wrapped", id)));

  async function byId(hex: string) {
    const [row] = await ask<Row>(Prisma.sql`
      select id, wrapped, wrapped is null as "isDestroyed" from app.data_key(${hex}::uuid)`);
    return row ? unwrapped(row) : null;
  }

  async function ofOrganization(organizationId: string): Promise<FieldEncryption | null> {
    const [row] = await ask<Row>(Prisma.sql`
      select id, wrapped, is_destroyed as "isDestroyed" from app.data_key_of(${organizationId}::uuid)`);
    if (!row) throw new TypeError(`There is no organisation ${organizationId} to seal for.`);
    if (row.wrapped || row.isDestroyed) return unwrapped(row);
    const secret = randomBytes(32).toString("base64");
    const wrapped = fields.seal(secret, placeOf("data_key.wrapped", row.id));
    const [made] = await ask<{ kept: boolean }>(Prisma.sql`
      select app.keep_data_key(${row.id}::uuid, ${organizationId}::uuid, ${wrapped}) as kept`);
    // Another transaction made it at the same moment.
    return made?.kept ? keyOf(row.id, secret) : ofOrganization(organizationId);
  }

  return {
    of: async (organizationId) => {
      const key = await once(organizationId, () => ofOrganization(organizationId));
      if (!key) throw new Erased();
      return key;
    },
    for: async (sealed) => {
      const id = UNDER_DATA_KEY.exec(sealed)?.[1];
      return id ? once(id, () => byId(id)) : fields;
    },
  };
}

function keyOf(id: string, secret: string): FieldEncryption {
  return openFieldEncryption([{ id: id.replaceAll("-", ""), key: Buffer.from(secret, "base64") }]);
}
