import type { World } from "../world.ts";
import type { Who } from "./probe-cast.ts";
import type { Variables } from "./probe-lines.ts";
import { recordMutations, recordQueries } from "./probe-records.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;
const none: Variables = () => ({});

/** What the story lacks: an invitation and an offer of the head's place on the buyer's side. */
export async function fillInPeople(
  world: World,
  p: { engagementId: string; organizationId: string; providerId: string },
): Promise<void> {
  await world.owner.query(
    `insert into invitation (organization_id, email, role, role_name, invited_by_id, invited_by_name, created_at,
       sent_at, expires_at)
     select $1::uuid, 'secret-guest-' || left($1::text, 13) || right($1::text, 6) || '@example.test', 'finance', 'Finance',
       m.user_id, 'Nobody', now(), now(), '2027-01-01'
     from membership m where m.organization_id = $1::uuid and m.role = 'owner' limit 1`,
    [p.organizationId],
  );
  await world.owner.query(
    `insert into ownership_offer (organization_id, from_user_id, from_name, to_user_id, to_name, role_after, state,
       created_at, expires_at)
     select $1::uuid, a.user_id, 'Nobody', b.user_id, 'Nobody', 'owner', 'open', now(), '2027-01-01'
     from membership a join membership b on b.organization_id = a.organization_id and b.role = 'finance'
     where a.organization_id = $1::uuid and a.role = 'owner' limit 1`,
    [p.organizationId],
  );
  await world.owner.query(
    `insert into staff_access (organization_id, user_id, user_name, reason, documents, asked_at, hours)
     select $1::uuid, m.user_id, 'Nobody', 'A secret reason', true, now(), 1
     from membership m where m.role = 'account_manager' limit 1`,
    [p.organizationId],
  );
  await world.owner.query(
    `insert into custom_role (organization_id, name, permissions, created_by_name, created_at, updated_at)
     values ($1::uuid, 'Secret role', '{organization:read}', 'Nobody', now(), now())`,
    [p.organizationId],
  );
}

/** Ids of people, invitations, offers and roles of a deal's buyer. */
export const PEOPLE_KINDS = {
  membership: `select m.id from membership m join engagement e on e.organization_id = m.organization_id
    where e.id = $1 and m.role = 'finance' limit 1`,
  invitation: `select i.id from invitation i join engagement e on e.organization_id = i.organization_id
    where e.id = $1 limit 1`,
  offer: `select o.id from ownership_offer o join engagement e on e.organization_id = o.organization_id
    where e.id = $1 limit 1`,
  staffAccess: `select x.id from staff_access x join engagement e on e.organization_id = x.organization_id
    where e.id = $1 limit 1`,
  customRole: `select c.id from custom_role c join engagement e on e.organization_id = c.organization_id
    where e.id = $1 limit 1`,
};

/** Those who govern an organisation's people. */
const heads = (signedIn: readonly Who[]) => signedIn.filter((who) => /owner|^admin/.test(who));

export const peopleQueries = (signedIn: readonly Who[]): Lines => ({
  people: { for: signedIn, with: (ids) => ({ after: ids.membership }) },
  peopleCount: { for: signedIn, with: none },
  ownershipOffer: { for: signedIn, with: none },
  organizationRoles: { for: signedIn, with: none },
  tenants: { for: ["account_manager", "admin", "vetting_officer", "auditor"], with: none },
  staffAssignments: { for: signedIn, with: none },
  staffAccesses: { for: signedIn, with: none },
  invitations: { for: heads(signedIn), with: none },
  ...recordQueries(signedIn),
});

export const peopleMutations = (signedIn: readonly Who[]): Lines => {
  const governors = heads(signedIn);
  return {
    inviteMember: { for: governors, with: () => ({ email: "probe", role: "none" }) },
    resendInvitation: { for: governors, with: (ids) => ({ invitationId: ids.invitation }) },
    revokeInvitation: { for: governors, with: (ids) => ({ invitationId: ids.invitation }) },
    changeMemberRole: {
      for: governors,
      with: (ids) => ({ membershipId: ids.membership, role: "finance" }),
    },
    removeMember: { for: governors, with: (ids) => ({ membershipId: ids.membership }) },
    askStaffAccess: {
      for: ["account_manager"],
      with: (ids) => ({
        ...{ organizationId: ids.customRole, hours: 1, documents: false },
        reason: "A probe of ten letters",
      }),
    },
    approveStaffAccess: { for: ["admin"], with: (ids) => ({ accessId: ids.staffAccess }) },
    endStaffAccess: { for: signedIn, with: (ids) => ({ accessId: ids.staffAccess }) },
    assignStaff: {
      for: ["admin"],
      with: (ids) => ({ membershipId: ids.membership, organizationId: ids.customRole }),
    },
    endStaffAssignment: { for: ["admin"], with: (ids) => ({ assignmentId: ids.staffAccess }) },
    saveCustomRole: {
      for: governors,
      with: (ids) => ({ roleId: ids.customRole, name: "Probe", permissions: [] }),
    },
    removeCustomRole: { for: governors, with: (ids) => ({ roleId: ids.customRole }) },
    ...recordMutations(signedIn),
    leaveOrganization: { for: signedIn, with: none },
    offerOwnership: {
      for: governors,
      with: (ids) => ({ membershipId: ids.membership, roleAfter: "finance" }),
    },
    withdrawOwnership: { for: governors, with: (ids) => ({ offerId: ids.offer }) },
    answerOwnership: { for: signedIn, with: (ids) => ({ offerId: ids.offer, accept: true }) },
  };
};
