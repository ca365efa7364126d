import { type ClockFault, conditionFaults, fault, type LintWorld } from "./clock-condition-faults.ts";
import {
  CLOCK_CONDITIONS,
  type ClockCondition,
  type ClockConditionName,
  type ClockRules,
  comparisonsOf,
} from "./clock-rules.ts";
import { covers, momentWhere, TooInvolved } from "./clock-satisfiable.ts";
import { CONDITION_NAMES } from "./clock-words.ts";

/**
 * What is wrong with a rule set: a clock that can never start, pause, run on or stop, or that would cancel
 * where it should pause. Each fault names the conditions that clash. Exact: every answer comes from a search
 * over all that an item can be, with the events that are possible in its state. The traps are those of the
 * usual service desks (domain/service-levels lists them in `docs/clock-rules.md`).
 * Conditions that would take it too long to decide are a fault themselves: people wait for the answer, and
 * nobody could say what such a clock does.
 */
export function clockFaults(rules: ClockRules, world: LintWorld): ClockFault[] {
  try {
    return faultsOf(rules, { ...world, budget: { left: MOST_STEPS } });
  } catch (error) {
    if (!(error instanceof TooInvolved)) throw error;
    const names = CLOCK_CONDITIONS.filter((name) => rules[name]);
    return [fault("too_involved", names, TOO_INVOLVED)];
  }
}

/** Steps of a search, of a few microseconds each; the presets need some hundreds. */
const MOST_STEPS = 100_000;
const TOO_INVOLVED =
  "These conditions name too many things at once to be checked. Name fewer tags, priorities or sites.";

function faultsOf(rules: ClockRules, world: LintWorld): ClockFault[] {
  const single = CLOCK_CONDITIONS.flatMap((name) => {
    const condition = rules[name];
    return condition ? conditionFaults({ name, condition, world }) : [];
  });
  if (single.length > 0) return single;
  return [
    ...startFaults(rules, world),
    ...stopFaults(rules, world),
    ...pauseFaults(rules, world),
    ...resumeFaults(rules, world),
    ...resetFaults(rules, world),
  ];
}

function startFaults(rules: ClockRules, world: LintWorld): ClockFault[] {
  const begin: ClockCondition =
    world.promised === null
      ? rules.start
      : { all: [rules.start, { field: "priority", in: [...world.promised] }] };
  const ends = (["stop", "cancel"] as const).filter((name) => rules[name]);
  if (!momentWhere(begin, world))
    return [
      fault(
        "never_starts",
        ["start"],
        "The clock can never start: the level promises no time for the priorities that Start asks for.",
      ),
    ];
  const blocked = without(
    begin,
    ends.map((name) => rules[name]),
  );
  if (momentWhere(blocked, world)) return startsPaused(rules, world, blocked);
  const culprit = ends.find((name) => covers(rules[name], begin, world));
  const names = culprit ? [culprit] : ends;
  return [
    fault(
      "never_starts",
      ["start", ...names],
      `The clock can never start: whenever Start holds, ${listed(names)} ${names.length > 1 ? "hold" : "holds"} too.`,
    ),
  ];
}

function startsPaused(rules: ClockRules, world: LintWorld, begin: ClockCondition): ClockFault[] {
  if (rules.cancelWhenStartEnds && comparisonsOf(rules.start).some((atom) => atom.field === "event"))
    return [
      fault(
        "cancels_at_once",
        ["start", "cancel"],
        "Start names an event, which is over with the next one: the clock would be cancelled there. " +
          "Start by a state, a priority or a tag, or do not cancel when Start ends.",
      ),
    ];
  if (!rules.pause || !covers(rules.pause, begin, world)) return [];
  return [
    fault(
      "starts_paused",
      ["start", "pause"],
      "Pause holds whenever Start does: the clock would always begin paused.",
    ),
  ];
}

function stopFaults(rules: ClockRules, world: LintWorld): ClockFault[] {
  if (momentWhere({ all: [LATER, without(rules.stop, [rules.cancel])] }, world)) return [];
  if (
    rules.cancel &&
    covers(rules.cancel, { all: [LATER, rules.stop] }, world) &&
    momentWhere({ all: [LATER, rules.stop] }, world)
  )
    return [
      fault(
        "never_stops",
        ["stop", "cancel"],
        "The clock can never stop: whenever Stop holds, Cancel holds too and the clock is cancelled.",
      ),
    ];
  return [
    fault(
      "never_stops",
      ["stop"],
      "The clock can never stop: Stop holds at the opening of the work at most, and the clock starts there.",
    ),
  ];
}

function pauseFaults(rules: ClockRules, world: LintWorld): ClockFault[] {
  const { pause } = rules;
  if (!pause) return [];
  if (rules.cancelWhenStartEnds && !momentWhere({ all: [pause, rules.start] }, world))
    return [
      fault(
        "cancels_instead_of_pausing",
        ["start", "pause"],
        "Start and Pause exclude each other, and the clock is cancelled when Start ends: it would be " +
          "cancelled where it should pause.",
      ),
    ];
  if (rules.cancel && covers(rules.cancel, pause, world))
    return [
      fault(
        "cancels_instead_of_pausing",
        ["pause", "cancel"],
        "Cancel holds whenever Pause does: the clock would be cancelled where it should pause.",
      ),
    ];
  const others = (["stop", "reset", "cancel"] as const).filter((name) => rules[name]);
  const alone = without(
    pause,
    others.map((name) => rules[name]),
  );
  const culprit = others.find((name) => covers(rules[name], pause, world));
  if (momentWhere(stillStarted(rules, alone), world)) return momentaryPause(rules);
  const names = culprit ? [culprit] : others;
  return [
    fault(
      "never_pauses",
      ["pause", ...names],
      `The clock can never pause: whenever Pause holds, ${listed(names)} ${names.length > 1 ? "hold" : "holds"} too.`,
    ),
  ];
}

function momentaryPause({ pause, resume }: ClockRules): ClockFault[] {
  if (resume || !pause || !comparisonsOf(pause).some((atom) => atom.field === "event")) return [];
  return [
    fault(
      "pauses_for_a_moment",
      ["pause", "resume"],
      "Pause names an event, which is over with the next one, and no Resume is written: the clock would run " +
        "on at the next event, whatever it is. Pause by a state or a waiting party, or write a Resume.",
    ),
  ];
}

function resumeFaults(rules: ClockRules, world: LintWorld): ClockFault[] {
  const { pause, resume } = rules;
  if (!pause)
    return resume
      ? [fault("resume_without_pause", ["resume", "pause"], "Resume is written, but nothing ever pauses.")]
      : [];
  const runs: ClockCondition = { all: [LATER, ...(resume ? [resume] : []), { not: pause }] };
  const others = (["stop", "reset", "cancel"] as const).filter((name) => rules[name]);
  if (momentWhere(stillStarted(rules, without(runs, [rules.stop, rules.cancel])), world)) return [];
  if (!momentWhere(runs, world))
    return [
      fault(
        "never_resumes",
        resume ? ["pause", "resume"] : ["pause"],
        resume
          ? "A pause can never end: whenever Resume holds, Pause holds too."
          : "A pause can never end: Pause holds whatever happens.",
      ),
    ];
  const culprit = others.filter((name) => covers(rules[name], runs, world));
  const names = culprit.length > 0 ? culprit.slice(0, 1) : others;
  return [
    fault(
      "never_resumes",
      [resume ? "resume" : "pause", ...names],
      `A pause can never end in running: wherever it would, ${listed(names)} ${names.length > 1 ? "hold" : "holds"} too.`,
    ),
  ];
}

function resetFaults(rules: ClockRules, world: LintWorld): ClockFault[] {
  if (!rules.reset) return [];
  const acts = { all: [LATER, without(rules.reset, [rules.stop, rules.cancel])] };
  if (momentWhere(stillStarted(rules, acts), world)) return [];
  const names = (["stop", "cancel"] as const).filter((name) => rules[name]);
  return [
    fault(
      "never_resets",
      ["reset", ...names],
      `The clock can never begin anew: wherever Reset holds, the clock has not started yet or ${listed(names)} ` +
        "ends it.",
    ),
  ];
}

/** At any event but the item's first: before it no clock can have started. */
const LATER: ClockCondition = { not: { field: "event", in: ["start"] } };

function stillStarted(rules: ClockRules, condition: ClockCondition): ClockCondition {
  return rules.cancelWhenStartEnds ? { all: [condition, rules.start] } : condition;
}

function without(
  condition: ClockCondition,
  others: readonly (ClockCondition | undefined)[],
): ClockCondition {
  return { all: [condition, ...others.flatMap((one) => (one ? [{ not: one }] : []))] };
}

function listed(names: readonly ClockConditionName[]): string {
  return names.map((name) => CONDITION_NAMES[name]).join(" or ");
}
