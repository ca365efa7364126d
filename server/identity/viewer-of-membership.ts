import type { Permission } from "../../domain/identity/permissions.ts";
import type { Role, Viewer } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";
import { prepared } from "../raw-sql.ts";

export type RequestFacts = { requestId: string; address: string; userAgent: string };

/** The viewer of a person's present membership; null where it has ended or the person is disabled. */
export async function viewerOf(p: {
  open: Tx;
  userId: string;
  organizationId: string;
  via: Viewer["via"];
  stepUpAt?: number | null;
  ssoConnectionId?: string | null;
  credential?: string | undefined;
  facts: RequestFacts;
}): Promise<Viewer | null> {
  const rows = await p.open.$queryRaw<MembershipRow[]>(prepared`
    select name, email, organization, kind, zone, role, custom_role, permissions
    from app.membership_of(${p.userId}::uuid)
    where organization_id = ${p.organizationId}::uuid`);
  return rows[0] ? viewerFrom({ ...p, row: rows[0] }) : null;
}

/** The columns of `app.membership_of` that make a viewer. */
export type MembershipRow = Record<"name" | "email" | "organization" | "kind" | "zone" | "role", string> & {
  custom_role: string | null;
  permissions: Permission[] | null;
};

/** The viewer that a membership makes of a request. */
export function viewerFrom(p: {
  row: MembershipRow;
  userId: string;
  organizationId: string;
  via: Viewer["via"];
  stepUpAt?: number | null;
  ssoConnectionId?: string | null;
  credential?: string | undefined;
  facts: RequestFacts;
}): Viewer {
  const { row } = p;
  return {
    userId: p.userId,
    name: row.name,
    email: row.email,
    organizationId: p.organizationId,
    organizationName: row.organization,
    organizationKind: row.kind as Viewer["organizationKind"],
    zone: row.zone,
    role: row.role as Role,
    customRole:
      row.custom_role === null ? undefined : { name: row.custom_role, permissions: row.permissions ?? [] },
    via: p.via,
    stepUpAt: p.stepUpAt ?? null,
    ...(p.credential ? { credential: p.credential } : {}),
    ...(p.ssoConnectionId ? { ssoConnectionId: p.ssoConnectionId } : {}),
    requestId: p.facts.requestId,
    address: p.facts.address,
    userAgent: p.facts.userAgent,
  };
}
