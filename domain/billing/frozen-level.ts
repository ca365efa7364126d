import { z } from "zod";

/** A level's figure as a frozen month holds it; what else stands beside it is not billing's to read. */
export const frozenLevelSchema = z.looseObject({
  levelId: z.string(),
  measured: z.string().nullable(),
  excused: z.boolean().default(false),
  n: z.number().int().nonnegative().default(0),
  misses: z.number().int().nonnegative().default(0),
  excluded: z.number().int().nonnegative().optional(),
  /** The months that the figure was read over, YYYY-MM; absent: its own month. */
  window: z.looseObject({ from: z.string(), to: z.string() }).optional(),
  /** The count target that decides in place of the percentage in a small month. */
  against: z
    .object({
      direction: z.literal("lower"),
      target: z.string(),
      minimum: z.string(),
      measured: z.string(),
    })
    .optional(),
  /** What stands beside the figure; its kind says what is counted. */
  detail: z.looseObject({ kind: z.string() }).optional(),
  /** The 95 % interval of a sampled percentage. */
  interval: z.object({ low: z.string(), high: z.string() }).nullable().default(null),
});

export const frozenLevelsSchema = z.array(frozenLevelSchema);

export type FrozenLevel = z.infer<typeof frozenLevelSchema>;
