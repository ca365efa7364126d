import { recordOf } from "../../../domain/identity/single-sign-on.ts";
import type { Viewer } from "../../../domain/identity/viewer.ts";
import type { Tx } from "../../db.ts";

export type ConnectionRow = {
  id: string;
  issuer: string;
  clientId: string;
  /** The role as a form gives it back: a word, or the id of a made one; null where nobody joins so. */
  roleValue: string | null;
  testedAt: Date | null;
  enforcedAt: Date | null;
  breakGlassName: string | null;
  createdByName: string;
  people: number;
};
export type DomainRow = {
  id: string;
  domain: string;
  recordName: string;
  recordValue: string;
  verifiedAt: Date | null;
};

/** The connection of the viewer's organisation with its identity provider; null without one. */
export async function readConnection(tx: Tx, viewer: Viewer): Promise<ConnectionRow | null> {
  const { organizationId } = viewer;
  const row = await tx.ssoConnection.findFirst({
    where: { organizationId, removedAt: null },
    include: { _count: { select: { identities: true } } },
  });
  if (!row) return null;
  const { customRoleId, defaultRole, _count: count, ...facts } = row;
  return { ...facts, roleValue: customRoleId ?? defaultRole, people: count.identities };
}

/**
 * The domains that the viewer's organisation has named, by name, with the record that shows each is its
 * own.
 */
export async function listDomains(tx: Tx, viewer: Viewer): Promise<DomainRow[]> {
  const rows = await tx.ssoDomain.findMany({
    where: { organizationId: viewer.organizationId, removedAt: null },
    orderBy: { domain: "asc" },
    take: 50,
  });
  return rows.map(({ id, domain, token, verifiedAt }) => {
    const { name, value } = recordOf({ domain, token });
    return { id, domain, verifiedAt, recordName: name, recordValue: value };
  });
}
