import type { ChainHead } from "../../../domain/identity/audit-chain.ts";

/** Where the ends of all audit chains are kept, out of reach of whoever owns the database. */
export type AnchorKeeper = {
  /** Keeps the heads of a day, signed. A day that is kept stays as it is; answers whether it was new. */
  keep: (p: { day: string; takenAt: string; heads: ReadonlyMap<string, ChainHead> }) => boolean;
};
