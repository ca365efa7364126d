import type { Temporal } from "temporal-polyfill";
import type { Viewer } from "../domain/identity/viewer.ts";
import { NotAllowed } from "../domain/shared/refusals.ts";
import type { Clock } from "../server/clock.ts";
import type { Caller } from "../server/command.ts";
import type { Database, Tx } from "../server/db.ts";
import { deferred, heldOpen } from "../server/deferred.ts";
import type { Published } from "../server/published.ts";

/** What a resolver may touch: who asks, one read transaction, and the way to call a use case. */
export type GraphQLContext = {
  viewer: Viewer | null;
  clock: Clock;
  /** One moment for all that an operation shows. */
  moment: () => Temporal.Instant;
  /** Reads for the viewer's organisation under row-level security; a visitor reads what is published. */
  read: Tx;
  /** What everybody may see, without a transaction, whoever asks. */
  published: Published;
  /** A caller for a use case; the key makes a retry safe. Throws NotAllowed for a visitor. */
  caller: (idempotencyKey?: string | null) => Caller;
  signedIn: () => Viewer;
};

export type OpenedContext = GraphQLContext & { finish: () => Promise<void> };

/** Opens a context for one operation. `finish` ends its read transaction and must always be called. */
export function openContext(p: { db: Database; clock: Clock; viewer: Viewer | null }): OpenedContext {
  const signedIn = () => {
    if (!p.viewer) throw new NotAllowed("Sign in first.");
    return p.viewer;
  };
  const lazy = p.viewer
    ? lazyTransaction(p.db, p.viewer)
    : { tx: p.db.open, finish: async () => undefined };
  let moment: Temporal.Instant | undefined;
  return {
    viewer: p.viewer,
    clock: p.clock,
    moment: () => {
      moment ??= p.clock.now();
      return moment;
    },
    read: lazy.tx,
    published: p.db.published,
    caller: (idempotencyKey) => ({
      db: p.db,
      clock: p.clock,
      viewer: signedIn(),
      idempotencyKey: idempotencyKey ?? undefined,
    }),
    signedIn,
    finish: lazy.finish,
  };
}

/**
 * A client that opens its transaction at the first call, so that a mutation holds no second connection
 * while its use case runs, and an operation that reads nothing opens none.
 */
function lazyTransaction(db: Database, viewer: Viewer): { tx: Tx; finish: () => Promise<void> } {
  const { open, finish } = heldOpen<Tx>((hold) => db.readOrg(viewer, hold));
  return { tx: deferred(open) as Tx, finish };
}
