import type { OrganizationKind, Role, Viewer } from "./viewer.ts";

export const PERMISSIONS = [
  "catalogue:read",
  "contract:read",
  "contract:order",
  "contract:edit",
  "contract:sign",
  "engagement:read",
  "checklist:complete",
  "work:read",
  "work:import",
  "calendar:edit",
  "queue:read",
  "warning:read",
  "service_level:read",
  "period:close",
  "contest:make",
  "contest:rule",
  "scorecard:edit",
  "breach:plan",
  "breach:answer",
  "breach:rule",
  "sample:take",
  "statement:read",
  "statement:approve",
  "invoice:read",
  "payout:read",
  "payout:set_up",
  "portfolio:read",
  "organization:read",
  "api_key:manage",
  "audit:read",
] as const;

export type Permission = (typeof PERMISSIONS)[number];

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

/** The matrix as data: what each role of each kind of organisation may do at all. */
const MATRIX: Record<OrganizationKind, Partial<Record<Role, readonly Permission[]>>> = {
  buyer: {
    owner: [
      ...READS,
      "contract:order",
      "contract:edit",
      "contract:sign",
      "checklist:complete",
      "calendar:edit",
      "contest:make",
      "scorecard:edit",
      "breach:answer",
      "sample:take",
      "statement:approve",
      "invoice:read",
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
      "contest:make",
      "scorecard:edit",
      "breach:answer",
      "sample:take",
      "statement:approve",
      "invoice:read",
      "api_key:manage",
    ],
    finance: [...READS, "statement:approve", "invoice:read", "audit:read"],
  },
  provider: {
    owner: [
      ...READS,
      "contract:edit",
      "contract:sign",
      "checklist:complete",
      "work:import",
      "queue:read",
      "calendar:edit",
      "period:close",
      "contest:make",
      "breach:plan",
      "sample:take",
      "statement:approve",
      "invoice:read",
      "payout:read",
      "payout:set_up",
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
      "contest:make",
      "breach:plan",
      "sample:take",
      "statement:approve",
      "invoice:read",
      "payout:read",
      "api_key:manage",
    ],
    finance: [...READS, "statement:approve", "invoice:read", "payout:read", "payout:set_up"],
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
      "payout:read",
      "portfolio:read",
      "queue:read",
      "api_key:manage",
      "audit:read",
    ],
    admin: [
      ...READS,
      "invoice:read",
      "payout:read",
      "portfolio:read",
      "queue:read",
      "api_key:manage",
      "audit:read",
    ],
    system: PERMISSIONS,
  },
};

/**
 * Whether the viewer's role in their organisation carries the permission. A visitor may only read the
 * catalogue.
 */
export function may(viewer: Viewer | null, permission: Permission): boolean {
  if (!viewer) return permission === "catalogue:read";
  return MATRIX[viewer.organizationKind][viewer.role]?.includes(permission) ?? false;
}
