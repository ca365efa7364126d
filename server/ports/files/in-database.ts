import { sha256Hex } from "../../../domain/shared/sha256.ts";
import { isId } from "../../party-scope.ts";
import { newIds, sealedFields } from "../../sealed-fields.ts";
import { Unreadable } from "../field-encryption.ts";
import type { FilesPort } from "./port.ts";

const CONTENT = "stored_file.content";

/**
 * Keeps files beside everything else: one backup, one transaction, and row-level security on the bytes, which
 * are sealed for their row. A store of objects would be another implementation of the port.
 */
export const filesInDatabase: FilesPort = {
  keep: async (tx, { by, at, bytes, ...file }) => {
    const facts = { byteSize: bytes.length, sha256: sha256Hex(bytes) };
    const [id = ""] = await newIds(tx, 1);
    const { sealFor } = await sealedFields(tx);
    const place = { id, owner: file.providerId };
    const content = await sealFor(CONTENT, place, Buffer.from(bytes).toString("base64"));
    await tx.storedFile.create({
      data: {
        ...{ id, ...file, ...facts, content },
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
    const { openKept } = await sealedFields(tx);
    const kept = await openKept(CONTENT, id, content);
    if (kept === null) return null;
    const bytes = Buffer.from(kept, "base64");
    if (sha256Hex(bytes) !== sha256) throw new Unreadable("This file is not the one that was given.");
    return { id, name, mediaType, byteSize, sha256, bytes };
  },
};
