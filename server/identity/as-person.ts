import { systemViewer } from "../../domain/identity/system-viewer.ts";
import type { Database, Tx } from "../db.ts";

/** No organisation has this id, so a transaction that speaks for it sees what is public and nothing else. */
const NO_ORGANIZATION = "00000000-0000-0000-0000-000000000000";

/**
 * A transaction that speaks for one person and no organisation: it sees that person's factors and nobody
 * else's. For what comes before a session, where there is no viewer yet.
 */
export function asPerson<T>(
  db: Pick<Database, "withOrg">,
  userId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return db.withOrg({ ...systemViewer(NO_ORGANIZATION, "sign-in"), userId }, work);
}
