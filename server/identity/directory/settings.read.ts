import type { Viewer } from "../../../domain/identity/viewer.ts";
import type { Tx } from "../../db.ts";
import { directoryGroups, type GroupRow } from "./groups.read.ts";

export type TokenRow = {
  id: string;
  name: string;
  prefix: string;
  roleValue: string;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
};

/** The tokens of the organisation's directory, the newest first. */
export async function directoryTokens(tx: Tx, viewer: Viewer): Promise<TokenRow[]> {
  const rows = await tx.directoryToken.findMany({
    where: { organizationId: viewer.organizationId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 50,
  });
  return rows.map(({ customRoleId, defaultRole, ...row }) => ({
    ...row,
    roleValue: customRoleId ?? defaultRole,
  }));
}

/** The first groups of the directory, in the order in which they came. */
export async function mappedGroups(tx: Tx, viewer: Viewer): Promise<GroupRow[]> {
  return (await directoryGroups(tx, { viewer, filter: [], startIndex: 1, count: 200 })).rows;
}
