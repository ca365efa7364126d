import type { Tx } from "../../db.ts";

/** A file as it is given: named safely, of a known kind. Two parties see it, or the marketplace does. */
export type FileToKeep = {
  organizationId: string;
  providerId: string;
  name: string;
  mediaType: string;
  bytes: Uint8Array;
  by: { id: string; name: string };
  at: Date;
};

export type KeptFile = { id: string; name: string; mediaType: string; byteSize: number; sha256: string };

/**
 * Where files are kept. Everything happens in the caller's transaction, so that a file is there exactly when
 * the row that needs it is, and only those read its bytes who may read that row.
 */
export type FilesPort = {
  keep: (tx: Tx, file: FileToKeep) => Promise<KeptFile>;
  /**
   * The bytes as they came; null for a missing and for a foreign id alike. Throws Unreadable where they are
   * not those that were given.
   */
  read: (tx: Tx, id: string) => Promise<(KeptFile & { bytes: Uint8Array }) | null>;
};
