import { PERMISSIONS, type Permission } from "./permission-list.ts";
import type { OrganizationKind, Role, Viewer } from "./viewer.ts";

export type { Permission };

const READS = [
  "catalogue:read",
  "contract:read",
  "engagement:read",
  "work:read",
  "warning:read",
  "service_level:read",
  "statement:read",
  "organization:read",
] as const satisfies readonly Permission[];

/** What the head of an organisation alone may do: no other role carries it, none that is made either. */
const HEAD_ALONE = ["role:manage", "ownership:transfer", "sso:manage"] as const;
/** The head of a buyer or provider alone: the marketplace's own records are the database. */
const TENANT_HEAD_ALONE = [
  "data:export",
  "organization:erase",
  "erasure:approve",
] as const satisfies readonly Permission[];
const OF_HEADS = [...HEAD_ALONE, "member:manage"] as const;

/** The matrix as data: what each role of each kind of organisation may do at all. */
const MATRIX: Record<OrganizationKind, Partial<Record<Role, readonly Permission[]>>> = {
  buyer: {
    owner: [
      ...READS,
      ...OF_HEADS,
      ...TENANT_HEAD_ALONE,
      "contract:order",
      "contract:edit",
      "contract:sign",
      "checklist:complete",
      "calendar:edit",
      "work:correct",
      "contest:make",
      "scorecard:edit",
      "breach:answer",
      "sample:take",
      "statement:approve",
      "objection:make",
      "invoice:read",
      "account_number:reveal",
      "tax_identity:state",
      "client_money:read",
      "payroll_run:approve",
      "payment_method:manage",
      "api_key:manage",
      "audit:read",
    ],
    operations_lead: [
      ...READS,
      "contract:order",
      "contract:edit",
      "contract:sign",
      "checklist:complete",
      "calendar:edit",
      "work:correct",
      "contest:make",
      "scorecard:edit",
      "breach:answer",
      "sample:take",
      "statement:approve",
      "objection:make",
      "invoice:read",
      "api_key:manage",
    ],
    finance: [
      ...READS,
      "statement:approve",
      "objection:make",
      "invoice:read",
      "account_number:reveal",
      "tax_identity:state",
      "client_money:read",
      "payroll_run:approve",
      "payment_method:manage",
      "audit:read",
    ],
    member: READS,
  },
  provider: {
    owner: [
      ...READS,
      ...OF_HEADS,
      ...TENANT_HEAD_ALONE,
      "contract:edit",
      "contract:sign",
      "checklist:complete",
      "work:import",
      "queue:read",
      "calendar:edit",
      "period:close",
      "work:correct",
      "contest:make",
      "breach:plan",
      "sample:take",
      "statement:approve",
      "invoice:read",
      "payout:read",
      "client_money:read",
      "payroll_run:prepare",
      "payout:set_up",
      "account_number:reveal",
      "tax_identity:state",
      "objection:concede",
      "api_key:manage",
      "audit:read",
    ],
    delivery_manager: [
      ...READS,
      "contract:edit",
      "contract:sign",
      "checklist:complete",
      "work:import",
      "queue:read",
      "calendar:edit",
      "period:close",
      "work:correct",
      "contest:make",
      "breach:plan",
      "sample:take",
      "statement:approve",
      "invoice:read",
      "payout:read",
      "client_money:read",
      "payroll_run:prepare",
      "objection:concede",
      "api_key:manage",
    ],
    finance: [
      ...READS,
      "statement:approve",
      "invoice:read",
      "payout:read",
      "payout:set_up",
      "account_number:reveal",
      "tax_identity:state",
      "objection:concede",
    ],
    member: READS,
  },
  marketplace: {
    account_manager: [
      ...READS,
      "period:close",
      "contest:rule",
      "scorecard:edit",
      "breach:rule",
      "sample:take",
      "invoice:read",
      "dunning:read",
      "dunning:hold",
      "payout:read",
      "client_money:read",
      "credit_note:issue",
      "charge_dispute:answer",
      "portfolio:read",
      "billing:run",
      "ledger:read",
      "break:settle",
      "commission:read",
      "payout:schedule",
      "objection:rule",
      "queue:read",
      "staff_access:ask",
      "api_key:manage",
      "audit:read",
    ],
    vetting_officer: [...READS, "staff_access:ask"],
    admin: [
      ...READS,
      ...OF_HEADS,
      "staff_access:approve",
      "staff_assignment:set",
      "erasure:approve",
      "legal_hold:manage",
      "retention:read",
      "retention:set",
      "invoice:read",
      "dunning:read",
      "dunning:hold",
      "dunning:set",
      "invoice:write_off",
      "suspension:lift",
      "payout:read",
      "client_money:read",
      "credit_note:issue",
      "charge_dispute:answer",
      "portfolio:read",
      "billing:run",
      "ledger:read",
      "break:settle",
      "reconciliation:run",
      "period:lock",
      "exchange_rate:state",
      "commission:read",
      "commission:set",
      "legal_entity:state",
      "payout:schedule",
      "queue:read",
      "api_key:manage",
      "audit:read",
    ],
    auditor: [
      ...READS,
      "retention:read",
      "invoice:read",
      "dunning:read",
      "payout:read",
      "client_money:read",
      "portfolio:read",
      "ledger:read",
      "commission:read",
      "queue:read",
      "audit:read",
    ],
    system: PERMISSIONS,
  },
};

/** What a role of this kind of organisation carries; nothing where that kind has no such role. */
export function permissionsOfRole(kind: OrganizationKind, role: Role): readonly Permission[] {
  return MATRIX[kind][role] ?? [];
}

/** The roles that a kind of organisation gives its people, the head's first. */
export function rolesOf(kind: OrganizationKind): Role[] {
  const roles = (Object.keys(MATRIX[kind]) as Role[]).filter((role) => role !== "system");
  return roles.sort((left, right) => Number(isHead(kind, right)) - Number(isHead(kind, left)));
}

/** The role that answers for the organisation; there is always somebody who has it. */
export function isHead(kind: OrganizationKind, role: Role): boolean {
  return role === (kind === "marketplace" ? "admin" : "owner");
}

/**
 * What a role that an organisation makes itself may carry: what its kind's roles do, without the head's own.
 */
export function composable(kind: OrganizationKind): Permission[] {
  return PERMISSIONS.filter(
    (one) =>
      ![...HEAD_ALONE, ...TENANT_HEAD_ALONE].some((own) => own === one) &&
      rolesOf(kind).some((role) => permissionsOfRole(kind, role).includes(one)),
  );
}

/** Whether the role carries it, a made one no more than its kind may, and a key its scopes as well. */
export function may(viewer: Viewer | null, permission: Permission): boolean {
  if (!viewer) return permission === "catalogue:read";
  const { organizationKind: kind, role, customRole, scopes } = viewer;
  if (scopes && !scopes.includes(permission)) return false;
  if (!customRole) return permissionsOfRole(kind, role).includes(permission);
  return customRole.permissions.includes(permission) && composable(kind).includes(permission);
}
