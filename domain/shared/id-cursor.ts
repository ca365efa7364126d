import { z } from "zod";
import { InvalidInput } from "./refusals.ts";

const idSchema = z.uuid();

/** A place in a list whose cursors are ids. Throws InvalidInput for any other text. */
export function idCursor(cursor: string): string {
  if (idSchema.safeParse(cursor).success) return cursor;
  throw new InvalidInput([{ field: "after", message: "This is not a place in the list." }]);
}
