import { STANDARD_PRIORITY } from "../../domain/catalogue/default-level.ts";
import type { Random } from "./random.ts";

/** A kind of work that keeps coming, month after month. */
export type WorkStream = {
  type: string;
  prefix: string;
  source: "service_desk" | "portal";
  perMonth: { min: number; max: number };
  /** Where in the month items begin: all over it, or together at its start. */
  begins: "spread" | "at_start";
  titles: readonly string[];
  priorities: readonly { priority: string; weight: number }[];
  /** Null: no clock; the item is a check that is done at once. */
  level: string | null;
  acknowledged: boolean;
  /** Part of the items that wait for the buyer once. */
  waits: number;
  /** What the buyer is asked for while an item waits. */
  asksFor: readonly string[];
  /** The yes-or-no field that sampling fills in, and the field that names the cause of a no. */
  check?: { answer: string; cause?: string; foreignCauses?: readonly string[] };
  /** The field with the date by which the work is due. */
  due?: string;
  fields: (random: Random) => Record<string, unknown>;
};

const ANY = [{ priority: STANDARD_PRIORITY, weight: 1 }];

/** What most streams have in common. */
export const PLAIN = {
  source: "portal",
  begins: "spread",
  priorities: ANY,
  acknowledged: false,
  waits: 0,
  asksFor: [],
} as const;
