import { connectSingleSignOn } from "../../server/identity/sso/parts.ts";
import type { World } from "../world.ts";
import { ssoOf } from "./identity.ts";
import type { Who } from "./probe-cast.ts";
import type { Variables } from "./probe-lines.ts";

type Lines = Record<string, { for: readonly Who[]; with: Variables }>;
const none: Variables = () => ({});

/** A connection, a domain and somebody who came by them, on the buyer's side. */
export async function fillInSingleSignOn(world: World, p: { organizationId: string }): Promise<void> {
  connectSingleSignOn(ssoOf());
  await world.owner.query(
    `with c as (insert into sso_connection (organization_id, issuer, client_id, sealed_secret, created_by_name,
         created_at, updated_at)
       values ($1::uuid, 'https://secret.example.test', 'secret client', 'sealed', 'Nobody', now(), now())
       returning id),
     g as (insert into directory_group (organization_id, display_name, created_at, updated_at)
       values ($1::uuid, 'Secret group', now(), now()) returning id),
     gm as (insert into directory_group_member (group_id, membership_id, organization_id)
       select g.id, m.id, $1::uuid from g, membership m where m.organization_id = $1::uuid and m.role = 'finance'
       limit 1),
     dp as (insert into directory_person (membership_id, organization_id, user_name, created_at, updated_at)
       select m.id, $1::uuid, 'secret name', now(), now() from membership m
       where m.organization_id = $1::uuid and m.role = 'finance' limit 1),
     t as (insert into directory_token (organization_id, name, prefix, secret_hash, default_role,
         created_by_name, created_at, expires_at)
       values ($1::uuid, 'Secret token', 'erd_', $1::text, 'member', 'Nobody', now(), '2027-01-01')),
     d as (insert into sso_domain (organization_id, domain, token, created_by_name, created_at)
       values ($1::uuid, 'secret-' || $1::text || '.example.test', 'secret token', 'Nobody', now()))
     insert into sso_identity (organization_id, connection_id, subject, user_id, created_at)
     select $1::uuid, c.id, 'secret subject', m.user_id, now() from c, membership m
     where m.organization_id = $1::uuid and m.role = 'finance' limit 1`,
    [p.organizationId],
  );
}

/** Ids of what a deal's buyer has set up. */
export const SSO_KINDS = {
  ssoConnection: `select c.id from sso_connection c join engagement e on e.organization_id = c.organization_id
    where e.id = $1 limit 1`,
  directoryToken: `select t.id from directory_token t join engagement e on e.organization_id = t.organization_id
    where e.id = $1 limit 1`,
  directoryGroup: `select g.id from directory_group g join engagement e on e.organization_id = g.organization_id
    where e.id = $1 limit 1`,
  ssoDomain: `select d.id from sso_domain d join engagement e on e.organization_id = d.organization_id
    where e.id = $1 limit 1`,
};

const heads = (signedIn: readonly Who[]) => signedIn.filter((who) => /owner|^admin/.test(who));

export const ssoQueries = (signedIn: readonly Who[]): Lines => ({
  ssoConnection: { for: heads(signedIn), with: none },
  directoryAddress: { for: heads(signedIn), with: none },
  directoryGroups: { for: heads(signedIn), with: none },
  directoryTokens: { for: heads(signedIn), with: none },
  ssoDomains: { for: heads(signedIn), with: none },
});

export const ssoMutations = (signedIn: readonly Who[]): Lines => {
  const governors = heads(signedIn);
  return {
    saveSsoConnection: { for: governors, with: () => ({ issuer: "probe", clientId: "probe" }) },
    enforceSso: {
      for: governors,
      with: (ids) => ({ connectionId: ids.ssoConnection, enforced: true }),
    },
    removeSsoConnection: { for: governors, with: (ids) => ({ connectionId: ids.ssoConnection }) },
    createDirectoryToken: { for: governors, with: () => ({ name: "p", days: 1, defaultRole: "none" }) },
    revokeDirectoryToken: { for: governors, with: (ids) => ({ tokenId: ids.directoryToken }) },
    mapDirectoryGroup: { for: governors, with: (ids) => ({ groupId: ids.directoryGroup, role: null }) },
    addSsoDomain: { for: governors, with: () => ({ domain: "probe" }) },
    verifySsoDomain: { for: governors, with: (ids) => ({ domainId: ids.ssoDomain }) },
    removeSsoDomain: { for: governors, with: (ids) => ({ domainId: ids.ssoDomain }) },
  };
};
