import { z } from "zod";
import { isZone } from "../shared/zone-offsets.ts";

/** What a state of the foreign desk means for the clock. */
export const STATE_EFFECTS = [
  "new",
  "active",
  "pause_buyer",
  "pause_third_party",
  "pause_provider",
  "resolved",
  "closed",
  "cancelled",
] as const;
export type StateEffect = (typeof STATE_EFFECTS)[number];

/** The columns we read; each holds the name of a header, or is left out. */
export const IMPORT_COLUMNS = [
  "number",
  "state",
  "sequence",
  "openedAt",
  "updatedAt",
  "firstResponseAt",
  "resolvedAt",
  "closedAt",
  "priority",
  "title",
  "category",
  "requester",
  "assignmentGroup",
  "assignee",
  "reopenCount",
  "madeSla",
] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

const header = z.string().trim().min(1, "Choose a column.");
const optionalHeader = header.optional();

const columns = z.strictObject({
  number: header,
  openedAt: header,
  state: optionalHeader,
  sequence: optionalHeader,
  updatedAt: optionalHeader,
  firstResponseAt: optionalHeader,
  resolvedAt: optionalHeader,
  closedAt: optionalHeader,
  priority: optionalHeader,
  title: optionalHeader,
  category: optionalHeader,
  requester: optionalHeader,
  assignmentGroup: optionalHeader,
  assignee: optionalHeader,
  reopenCount: optionalHeader,
  madeSla: optionalHeader,
});

/** How one desk's export becomes work items: agreed once per engagement, editable in the import wizard. */
export const importMappingSchema = z
  .strictObject({
    /** One row per update of a ticket, or one row per ticket. */
    shape: z.enum(["update_log", "ticket_list"]),
    zone: z.string().refine(isZone, { error: "Choose a time zone such as America/Sao_Paulo." }),
    timestamps: z.enum(["day_first", "month_first"]),
    workItemType: z.string().min(1, "Choose the type of work."),
    columns,
    /** The desk's state, in small letters, to its effect. */
    states: z.record(z.string(), z.enum(STATE_EFFECTS)),
    /** The desk's priority, in small letters, to ours ("P1"). */
    priorities: z.record(z.string(), z.string().min(1)),
    /** For rows whose priority is unknown. */
    defaultPriority: z.string().min(1, "Choose a priority for rows without one."),
  })
  .superRefine((mapping, context) => {
    if (mapping.shape !== "update_log") return;
    for (const column of ["state", "updatedAt"] as const)
      if (!mapping.columns[column])
        context.addIssue({
          code: "custom",
          path: ["columns", column],
          message: "A log of updates needs a column with the state and one with the time of the update.",
        });
  });

export type ImportMapping = z.infer<typeof importMappingSchema>;

/** A sentence for each mapped column that the file does not have; empty when all are there. */
export function missingColumns(mapping: ImportMapping, fileHeader: readonly string[]): string[] {
  const present = new Set(fileHeader.map((name) => name.trim()));
  const missing = new Set(Object.values(mapping.columns).filter((name) => name && !present.has(name)));
  return [...missing].map((name) => `The file has no column "${name}".`);
}
