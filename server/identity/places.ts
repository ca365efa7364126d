import type { Role } from "../../domain/identity/viewer.ts";
import type { Tx } from "../db.ts";

export type MembershipSummary = {
  organizationId: string;
  organization: string;
  kind: string;
  role: Role;
  customRole: string | null;
};

/** Every present membership of a person, oldest first. */
export function membershipsOf(open: Tx, userId: string): Promise<MembershipSummary[]> {
  return open.$queryRaw<MembershipSummary[]>`
    select organization_id as "organizationId", organization, kind, role, custom_role as "customRole"
    from app.membership_of(${userId}::uuid)`;
}

/** Those of a person's places that take a password or passkey of theirs, oldest first. */
export async function openPlaces(open: Tx, userId: string): Promise<MembershipSummary[]> {
  const places = await membershipsOf(open, userId);
  const demands = await Promise.all(
    places.map(({ organizationId }) => demandsSso(open, { organizationId, userId })),
  );
  return places.filter((_place, at) => !demands[at]);
}

/** Whether an organisation lets this person in by its own sign-in alone. */
export async function demandsSso(
  open: Tx,
  p: { organizationId: string; userId: string },
): Promise<boolean> {
  const [row] = await open.$queryRaw<{ demands: boolean }[]>`
    select app.demands_sso(${p.organizationId}::uuid, ${p.userId}::uuid) as demands`;
  return row?.demands ?? false;
}

/**
 * What is answered where none of a person's places takes a password; null where one does, or they have
 * none.
 */
export async function ownSignIn(deps: { open: Tx }, userId: string) {
  const [first] = await membershipsOf(deps.open, userId);
  if (!first || (await openPlaces(deps.open, userId)).length > 0) return null;
  return { outcome: "own_sign_in" as const, organization: first.organization };
}
