import { metricById } from "../catalogue/catalogue.ts";
import { fieldsOfMeasure } from "../catalogue/formula-words.ts";
import { CORRECTOR_WORDS } from "../catalogue/level-definition.ts";
import { fieldsOfFilter, matches } from "../catalogue/metric-filter.ts";
import { type MetricMeasure, READING_TYPE } from "../catalogue/metric-measure.ts";
import type { Corrector } from "../catalogue/metric-rules.ts";
import type { ServiceLevel } from "../catalogue/service-level.ts";
import type { ServiceModule, WorkItemField, WorkItemType } from "../catalogue/service-module.ts";
import type { InputIssue } from "../shared/refusals.ts";

/** The side of a contract that corrects; what neither may correct, the account manager rules on. */
export type CorrectingSide = "buyer" | "provider";

type Fields = Readonly<Record<string, unknown>>;

/** A field of a work item, and whom the levels that read it let correct what is recorded in it. */
export type CorrectableField = {
  field: WorkItemField;
  may: readonly CorrectingSide[];
  /** Who may, in words, and the levels that say so; none where no figure reads the field. */
  who: string;
  levels: readonly string[];
  /** Whether its answer confirms what only then counts: that is never the provider's to say of itself. */
  confirms: boolean;
  /** Whether a figure counts the item from its beginning; else from when it is finished. */
  fromBeginning: boolean;
};

const SIDES = {
  provider: ["provider"],
  buyer: ["buyer"],
  either: ["buyer", "provider"],
  account_manager: [],
} as const satisfies Record<Corrector, readonly CorrectingSide[]>;

/**
 * Who may correct each field of an item. A field that several figures read is corrected by whom all of them
 * allow; one that no figure reads is the provider's, who records the work.
 */
export function correctableFields(p: {
  levels: readonly ServiceLevel[];
  module: ServiceModule;
  type: WorkItemType;
  fields: Fields;
}): CorrectableField[] {
  const readers = p.levels.flatMap((level) => {
    const metric = metricById(p.module, level.metric);
    if (!metric || !level.workItemTypes.includes(p.type.id)) return [];
    if (!takes(metric.measure, p)) return [];
    const corrector = level.correctedBy ?? metric.correctedBy;
    return [{ level, corrector, measure: metric.measure, reads: new Set(fieldsOfMeasure(metric.measure)) }];
  });
  return p.type.fields.map((field) => {
    const reading = readers.filter(({ reads }) => reads.has(field.id));
    const may = (["buyer", "provider"] as const).filter((side) =>
      reading.length === 0
        ? side === "provider"
        : reading.every(({ corrector }) => (SIDES[corrector] as readonly string[]).includes(side)),
    );
    return {
      field,
      may,
      who: reading.length === 0 ? CORRECTOR_WORDS.provider : whoWords(reading.map((one) => one.corrector)),
      levels: reading.map(({ level }) => level.name),
      confirms: reading.some(({ measure }) => confirmingFields(measure).includes(field.id)),
      fromBeginning: reading.some(({ measure }) => "of" in measure && measure.of === "recorded"),
    };
  });
}

function confirmingFields(measure: MetricMeasure): string[] {
  return "confirmed" in measure && measure.confirmed ? fieldsOfFilter(measure.confirmed) : [];
}

/** A reading belongs to the metric that it names; anything else to every figure of its kind of work. */
function takes(measure: MetricMeasure, p: { type: WorkItemType; fields: Fields }): boolean {
  if (p.type.id !== READING_TYPE || measure.by !== "ratio") return true;
  const item = { id: "", type: p.type.id, fields: p.fields, eventTypes: [], openSeconds: null };
  return matches(measure.denominator.where, item);
}

function whoWords(correctors: readonly Corrector[]): string {
  return [...new Set(correctors)].map((one) => CORRECTOR_WORDS[one]).join(" together with ");
}

/**
 * What a side may not correct, field by field: an answer that is there and would be another, and a
 * confirmation, which is another side's from the first.
 */
export function refusedCorrections(p: {
  correctable: readonly CorrectableField[];
  side: CorrectingSide;
  known: Fields;
  fields: Fields;
}): InputIssue[] {
  return p.correctable.flatMap((one) => {
    const { id } = one.field;
    if (!(id in p.fields) || one.may.includes(p.side)) return [];
    const [known, given] = [p.known[id], p.fields[id]];
    const confirms = one.confirms && Boolean(given) && !isSameAnswer(known, given);
    if (!confirms && !isOther(known, given)) return [];
    return [{ field: `fields.${id}`, message: correctedByWords(one) }];
  });
}

/** "“Satisfaction, 1 to 5” is corrected by the buyer (Satisfaction)." */
function correctedByWords({ field, who, levels, may, confirms }: CorrectableField): string {
  const because = levels.length > 0 ? ` (${levels.join(", ")})` : "";
  const instead = may.length === 0 ? " Contest the verdict; what is contested can be ruled on." : "";
  return `“${field.name}” is ${confirms ? "said" : "corrected"} by ${who}${because}.${instead}`;
}

/**
 * Fields whose recorded answers the provider may not replace, by kind of work, with the sentence that says
 * so: what every way in asks. Empty for most contracts. A reading's is only known from the item.
 */
export function correctedByOthers(p: {
  levels: readonly ServiceLevel[];
  module: ServiceModule;
}): ReadonlyMap<string, readonly CorrectableField[]> {
  const found = new Map<string, readonly CorrectableField[]>();
  for (const type of p.module.workItemTypes) {
    if (type.id === READING_TYPE) continue;
    const others = correctableFields({ ...p, type, fields: {} }).filter(
      ({ may }) => !may.includes("provider"),
    );
    if (others.length > 0) found.set(type.id, others);
  }
  return found;
}

/** Whether an answer was given and another one would replace it. */
function isOther(known: unknown, given: unknown): boolean {
  return known !== undefined && known !== null && known !== "" && !isSameAnswer(known, given);
}

/** An amount may be recorded as a number and typed as a text: what is written the same is the same. */
export function isSameAnswer(known: unknown, given: unknown): boolean {
  const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
  return text(known) === text(given);
}
