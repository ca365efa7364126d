import type { Temporal } from "temporal-polyfill";
import {
  type MethodFacts,
  type MethodKind,
  type MethodState,
  methodState,
  methodTitle,
} from "../../domain/billing/payment-method.ts";
import type { Tx } from "../db.ts";
import { isId } from "../party-scope.ts";
import type { BankAddress } from "../ports/stripe/payment-methods.ts";

export type SavedMethod = {
  id: string;
  stripeId: string | null;
  facts: MethodFacts;
  kind: MethodKind;
  title: string;
  state: MethodState;
  isDefault: boolean;
  bankAddress: BankAddress | null;
  addedByName: string;
  addedAt: Date;
};

type Row = {
  id: string;
  kind: string;
  stripePaymentMethodId: string | null;
  currency: string;
  brand: string;
  last4: string;
  expMonth: number | null;
  expYear: number | null;
  mandateStatus: string | null;
  bankAddress: unknown;
  isDefault: boolean;
  addedByName: string;
  addedAt: Date;
  removedAt: Date | null;
};

/** The ways to pay that an organisation has saved and not removed: the default first, then the newest. */
export async function savedMethods(
  tx: Tx,
  p: { organizationId: string; today: Temporal.PlainDate },
): Promise<SavedMethod[]> {
  const rows = await tx.paymentMethod.findMany({
    where: { organizationId: p.organizationId, removedAt: null },
    orderBy: [{ isDefault: "desc" }, { addedAt: "desc" }, { id: "desc" }],
  });
  return rows.map((row) => savedMethod(row, p.today));
}

/** One of them by its id, the removed ones too; null for a foreign or unknown id. */
export async function findSavedMethod(
  tx: Tx,
  p: { organizationId: string; id: string; today: Temporal.PlainDate },
): Promise<SavedMethod | null> {
  if (!isId(p.id)) return null;
  const row = await tx.paymentMethod.findFirst({ where: { id: p.id, organizationId: p.organizationId } });
  return row && savedMethod(row, p.today);
}

function savedMethod(row: Row, today: Temporal.PlainDate): SavedMethod {
  const kind = row.kind as MethodKind;
  const { currency, brand, last4, expMonth, expYear, mandateStatus } = row;
  const isRemoved = row.removedAt !== null;
  const facts = { kind, currency, brand, last4, expMonth, expYear, mandateStatus, isRemoved };
  return {
    id: row.id,
    stripeId: row.stripePaymentMethodId,
    facts,
    kind,
    title: methodTitle(facts),
    state: methodState(facts, today),
    isDefault: row.isDefault,
    bankAddress: row.bankAddress as BankAddress | null,
    addedByName: row.addedByName,
    addedAt: row.addedAt,
  };
}

export type OpenSetup = { id: string; url: string; expiresAt: Date; startedByName: string };

/** The hosted page that waits for the buyer, the newest where several do; null where none does. */
export async function waitingSetup(
  tx: Tx,
  p: { organizationId: string; now: Date },
): Promise<OpenSetup | null> {
  const row = await tx.paymentSetup.findFirst({
    where: { organizationId: p.organizationId, state: "waiting", expiresAt: { gt: p.now } },
    orderBy: { startedAt: "desc" },
  });
  return row?.url && row.expiresAt
    ? { id: row.id, url: row.url, expiresAt: row.expiresAt, startedByName: row.startedByName }
    : null;
}

export type Consent = {
  isOn: boolean;
  paymentMethodId: string;
  wording: string;
  byName: string;
  at: Date;
};

/** What was agreed to last; null where nobody has ever switched automatic payment. */
export async function latestConsent(tx: Tx, organizationId: string): Promise<Consent | null> {
  return tx.autopayConsent.findFirst({
    where: { organizationId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    select: { isOn: true, paymentMethodId: true, wording: true, byName: true, at: true },
  });
}
