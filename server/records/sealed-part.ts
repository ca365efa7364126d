import type { Tx } from "../db.ts";
import { fieldKeysOf } from "../sealed-fields.ts";

type Part = { id: string; position: number };
const placeOf = ({ id, position }: Part) => `data_export_part:${id}:${position}`;

/** A part of a file as it is kept: numbers stand in it in full, so no copy of the database tells it. */
export async function sealPart(tx: Tx, part: Part & { content: Buffer }): Promise<Buffer> {
  return Buffer.from((await fieldKeysOf(tx)).seal(part.content.toString("base64"), placeOf(part)));
}

/** Throws Unreadable for a part that was changed, or kept for another place. */
export async function openPart(tx: Tx, part: Part & { content: Uint8Array }): Promise<Buffer> {
  const sealed = Buffer.from(part.content).toString();
  return Buffer.from((await fieldKeysOf(tx)).open(sealed, placeOf(part)), "base64");
}
