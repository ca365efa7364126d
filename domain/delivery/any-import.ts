import { z } from "zod";
import { readBankExport } from "./bank-import.ts";
import { bankMappingSchema } from "./bank-mapping.ts";
import { importMappingSchema } from "./import-mapping.ts";
import { type ImportReading, readServiceDeskExport } from "./service-desk-import.ts";

/** The mapping of any file that can be imported. */
export const anyMappingSchema = z.union([importMappingSchema, bankMappingSchema]);
export type AnyMapping = z.infer<typeof anyMappingSchema>;

/** The schema that a mapping is meant for, so that what is wrong with it is said in its own words. */
export function mappingSchemaFor(mapping: unknown): typeof importMappingSchema | typeof bankMappingSchema {
  const isBank = (mapping as { shape?: unknown } | null)?.shape === "bank_transactions";
  return isBank ? bankMappingSchema : importMappingSchema;
}

/** Whose work a file brings: the source that its items are found again by. */
export function sourceOfMapping(mapping: AnyMapping): "bank" | "service_desk" {
  return mapping.shape === "bank_transactions" ? "bank" : "service_desk";
}

/** Reads a file under its mapping; see the readers of each shape. */
export function readImport(input: {
  header: readonly string[];
  rows: Iterable<readonly string[]>;
  mapping: AnyMapping;
  now: string;
}): ImportReading {
  const { mapping } = input;
  return mapping.shape === "bank_transactions"
    ? readBankExport({ ...input, mapping })
    : readServiceDeskExport({ ...input, mapping });
}
