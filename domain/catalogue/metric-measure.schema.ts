import { z } from "zod";
import type { MetricFilter } from "./metric-filter.ts";
import type { MetricMeasure } from "./metric-measure.ts";

const text = z.string().max(200);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const border = z.union([z.string(), z.strictObject({ field: text })]);
const parts = z.array(z.lazy(() => metricFilterSchema));

/** A filter as it stands in a bundle. */
export const metricFilterSchema: z.ZodType<MetricFilter> = z.union([
  z.strictObject({ all: parts }),
  z.strictObject({ any: parts }),
  z.strictObject({ not: z.lazy(() => metricFilterSchema) }),
  z.strictObject({ field: text, is: scalar }),
  z.strictObject({ field: text, answered: z.literal(true) }),
  z.strictObject({ field: text, atMost: border }),
  z.strictObject({ field: text, above: border }),
  z.strictObject({ event: text }),
  z.strictObject({ type: text }),
  z.strictObject({ openLongerThanDays: z.number() }),
  z.strictObject({ finishedBy: text }),
  z.strictObject({
    begunBefore: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time such as 14:00."),
  }),
  z.strictObject({ finishedSameDay: z.literal(true) }),
  z.strictObject({ reopenedWithinDays: z.number().int().min(0) }),
]);

const value = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("one") }),
  z.strictObject({ kind: z.literal("field"), field: text }),
  z.strictObject({
    kind: z.literal("difference"),
    of: text,
    less: text,
    absolute: z.literal(true).optional(),
  }),
]);

const term = z.strictObject({ where: metricFilterSchema, value });
const population = z.union([z.enum(["finished", "recorded", "open"]), z.strictObject({ due: text })]);

/** The formulas that a bundle of its own can carry; a clock's figure is rebuilt from verdict bundles. */
export const figureMeasureSchema = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("ratio"),
    of: population,
    numerator: term,
    denominator: term,
    excused: metricFilterSchema.optional(),
    times: z.union([z.literal(1), z.literal(100), z.literal(1000)]),
    confirmed: metricFilterSchema.optional(),
  }),
  z.strictObject({
    by: z.literal("sum"),
    of: population,
    term,
    confirmed: metricFilterSchema.optional(),
  }),
  z.strictObject({
    by: z.literal("count"),
    of: population,
    where: metricFilterSchema,
    excused: metricFilterSchema.optional(),
  }),
  z.strictObject({
    by: z.literal("uptime"),
    down: metricFilterSchema,
    planned: metricFilterSchema,
    hours: z.enum(["contract", "around_the_clock"]),
  }),
]);

export type FigureMeasure = Extract<MetricMeasure, { by: "ratio" | "sum" | "count" | "uptime" }>;
