import { openFieldEncryption } from "../../server/ports/field-encryption.ts";

/** One key for all processes of a test, so that what one seals another one opens. */
export const testFields = openFieldEncryption([{ id: "test", key: Buffer.alloc(32, 7) }]);
