/** A column whose values are stored sealed by the field encryption and in no other way. */
export type SealedColumn = {
  table: string;
  column: string;
  /** The primary key, in whose order keys are rotated. */
  key: string;
  /** The column that names the place a value is sealed for; the primary key where nothing is said. */
  place?: string;
  /** Rows that are sealed anew in one transaction, where values are large. */
  batch?: number;
  /** Where equal values have to be found: the column with their blind index. */
  index?: string;
  /** The column that names whose key it is sealed under; of a secret without one, the product's. */
  owner?: string;
};

/**
 * Every sealed column. Writing one in plain is refused by the database (trigger `sealed`), rotating keys
 * walks this list, and test/scenarios/sensitive-columns.test.ts holds it against the schema.
 */
export const SEALED_COLUMNS = {
  "payroll_payment.account": {
    ...{ table: "payroll_payment", column: "account", key: "id", index: "account_index" },
    owner: "organization_id",
  },
  "wage_resend.account": {
    ...{ table: "wage_resend", column: "account", key: "id", owner: "organization_id" },
  },
  "payout_details.account": {
    ...{ table: "payout_details", column: "account", key: "id", owner: "organization_id" },
  },
  "tax_identity.vat_number": {
    ...{ table: "tax_identity", column: "vat_number", key: "organization_id", owner: "organization_id" },
  },
  "inbound_secret.secret": {
    // A delivery is compared with all secrets of its connection, which come without their ids.
    ...{ table: "inbound_secret", column: "secret", key: "id", place: "connection_id" },
  },
  "sso_connection.sealed_secret": { table: "sso_connection", column: "sealed_secret", key: "id" },
  "stored_file.content": {
    ...{ table: "stored_file", column: "content", key: "id", batch: 4, owner: "provider_id" },
  },
  "data_key.wrapped": { table: "data_key", column: "wrapped", key: "id" },
  "totp_factor.sealed_secret": { table: "totp_factor", column: "sealed_secret", key: "user_id" },
} as const satisfies Record<string, SealedColumn>;

export type SealedName = keyof typeof SEALED_COLUMNS;
/** The columns that are sealed under the key of the organisation that they belong to. */
export type OwnedName = {
  [Name in SealedName]: (typeof SEALED_COLUMNS)[Name] extends { owner: string } ? Name : never;
}[SealedName];

/** What a value of that column is sealed for: its row and column, so that it opens in no other. */
export function placeOf(name: SealedName, id: string): string {
  // Two sealed columns were there before this list; their values name the table alone.
  return name.endsWith(".sealed_secret") ? `${SEALED_COLUMNS[name].table}:${id}` : `${name}:${id}`;
}
