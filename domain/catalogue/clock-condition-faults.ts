import { FIXED_VALUES } from "./clock-moment.ts";
import { type ClockCondition, type ClockConditionName, comparisonsOf } from "./clock-rules.ts";
import { type ClockWorld, momentWhere } from "./clock-satisfiable.ts";
import { conditionText } from "./clock-text.ts";
import { CONDITION_NAMES } from "./clock-words.ts";

export type ClockFault = {
  code:
    | "unknown_value"
    | "contradiction"
    | "never_starts"
    | "never_stops"
    | "cancels_instead_of_pausing"
    | "never_pauses"
    | "never_resumes"
    | "pauses_for_a_moment"
    | "starts_paused"
    | "cancels_at_once"
    | "never_resets"
    | "resume_without_pause"
    | "too_involved";
  /** The conditions that clash, the one to change first. */
  conditions: ClockConditionName[];
  message: string;
};

/** What the work of a level can look like, and the priorities for which the level promises a time. */
export type LintWorld = ClockWorld & {
  /** Null: a time is promised whatever the priority. */
  promised: readonly string[] | null;
};

/** Unknown values, and parts of one condition that exclude each other. */
export function conditionFaults(p: {
  name: ClockConditionName;
  condition: ClockCondition;
  world: LintWorld;
}): ClockFault[] {
  const { name, condition, world } = p;
  const unknown = comparisonsOf(condition).flatMap((atom) => unknownValues(atom, world));
  if (unknown.length > 0)
    return unknown.map((message) => fault("unknown_value", [name], `${CONDITION_NAMES[name]}: ${message}`));
  if (momentWhere(condition, world)) return [];
  const clash = clashingParts(condition, world);
  const why = clash
    ? `“${conditionText(clash[0])}” and “${conditionText(clash[1])}” exclude each other`
    : `“${conditionText(condition)}” contradicts itself`;
  return [fault("contradiction", [name], `${CONDITION_NAMES[name]} can never hold: ${why}.`)];
}

function unknownValues(atom: ReturnType<typeof comparisonsOf>[number], world: LintWorld): string[] {
  const known: Readonly<Record<string, readonly string[] | null>> = {
    ...FIXED_VALUES,
    type: world.types,
    // Where no priorities are agreed, work can come with any.
    priority: world.promised === null ? null : [...world.priorities, "none"],
    site: [...world.sites, "none"],
    tag: null,
  };
  const values = known[atom.field];
  if (!values) return [];
  return atom.in
    .filter((value) => !values.includes(value))
    .map(
      (value) =>
        `“${value}” is not known here; ${CHOOSE[atom.field] ?? "choose one of"} ${values.join(", ")}.`,
    );
}

const CHOOSE: Readonly<Record<string, string>> = {
  event: "an event is one of",
  state: "a state is one of",
  waitingOn: "work waits for one of",
  type: "this level counts",
  priority: "the level's priorities are",
  site: "the contract's sites are",
};

/** Two joined parts that cannot be true together, so that a person sees where to look. */
function clashingParts(
  condition: ClockCondition,
  world: LintWorld,
): [ClockCondition, ClockCondition] | null {
  if (!("all" in condition)) return null;
  for (const [index, one] of condition.all.entries())
    for (const other of condition.all.slice(index + 1))
      if (!momentWhere({ all: [one, other] }, world)) return [one, other];
  return null;
}

export function fault(
  code: ClockFault["code"],
  conditions: ClockConditionName[],
  message: string,
): ClockFault {
  return { code, conditions, message };
}
