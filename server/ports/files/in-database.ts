import { sha256Hex } from "../../../domain/shared/sha256.ts";
import { isId } from "../../party-scope.ts";
import type { FilesPort } from "./port.ts";

/**
 * Keeps files beside everything else: one backup, one transaction, and row-level security on the bytes. A
 * store of objects would be another implementation of the port.
 */
export const filesInDatabase: FilesPort = {
  keep: async (tx, { by, at, bytes, ...file }) => {
    const facts = { byteSize: bytes.length, sha256: sha256Hex(bytes) };
    const { id } = await tx.storedFile.create({
      data: {
        ...{ ...file, ...facts, content: Uint8Array.from(bytes) },
        ...{ keptById: by.id, keptByName: by.name, keptAt: at },
      },
      select: { id: true },
    });
    return { id, name: file.name, mediaType: file.mediaType, ...facts };
  },
  read: async (tx, id) => {
    const row = isId(id) ? await tx.storedFile.findUnique({ where: { id } }) : null;
    if (!row) return null;
    const { name, mediaType, byteSize, sha256, content } = row;
    return { id, name, mediaType, byteSize, sha256, bytes: content };
  },
};
