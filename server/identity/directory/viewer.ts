import type { Viewer } from "../../../domain/identity/viewer.ts";
import { type Clock, toDate } from "../../clock.ts";
import type { Tx } from "../../db.ts";
import { hashApiKey } from "../api-keys.ts";
import { type RequestFacts, viewerFrom } from "../viewer-of-membership.ts";

type Door = {
  token_id: string;
  token: string;
  organization_id: string;
  organization: string;
  kind: string;
  zone: string;
};

/**
 * Whom the header of a directory's request stands for: the directory of one organisation, which keeps its
 * people and does nothing else. Null for any other header, and a token that has ended or was revoked.
 */
export async function viewerOfDirectory(
  on: { open: Tx; clock: Clock },
  header: string | null,
  facts: RequestFacts,
): Promise<Viewer | null> {
  const token = /^Bearer (erd_[A-Za-z0-9_-]{43})$/i.exec(header ?? "")?.[1];
  if (!token) return null;
  const [door] = await on.open.$queryRaw<Door[]>`
    select token_id, token, organization_id, organization, kind, zone
    from app.directory_door(${hashApiKey(token)}, ${toDate(on.clock.now())}::timestamptz)`;
  if (!door) return null;
  const { organization_id: organizationId, organization, kind, zone } = door;
  const row = {
    ...{ name: `Directory “${door.token}”`, email: "", organization, kind, zone },
    ...{ role: "member", custom_role: "Directory" },
    permissions: ["organization:read" as const, "member:manage" as const],
  };
  // It is nobody: where a person's id is asked for, the organisation's own stands.
  const userId = organizationId;
  return viewerFrom({ row, userId, organizationId, via: "directory", credential: door.token_id, facts });
}
