import { type ClockMoment, EVENT_STANDINGS, type EventStanding } from "./clock-moment.ts";
import { type ClockCondition, type ClockField, comparisonsOf, valuesOf } from "./clock-rules.ts";

/** What a level's work can look like. */
export type ClockWorld = {
  types: readonly string[];
  priorities: readonly string[];
  sites: readonly string[];
  /** Counts down with every step of a search, where somebody waits for the answer. */
  budget?: { left: number };
};

/** The budget of a search ran out before the answer was known. */
export class TooInvolved extends Error {}

/** Stands for every value that no condition mentions: they cannot tell these apart. */
const ANOTHER = "another";

/**
 * A moment at which the condition holds, or null where there is none. Exact: the search branches over the
 * finite values of the fields that the condition mentions (all others cannot matter) and gives a branch up
 * as soon as the condition is decided. Event, state and waiting party are one choice, because only some of
 * their combinations exist. Throws TooInvolved once the world's budget is used up.
 */
export function momentWhere(condition: ClockCondition, world: ClockWorld): ClockMoment | null {
  const choices = choicesOf(condition, world).map((choice) => apart(choice, condition));
  return search(condition, { chosen: { tags: new Map() }, choices, next: 0, budget: world.budget });
}

/** Whether `condition` holds wherever `where` does. */
export function covers(
  condition: ClockCondition | undefined,
  where: ClockCondition,
  world: ClockWorld,
): boolean {
  return condition !== undefined && momentWhere({ all: [where, { not: condition }] }, world) === null;
}

/** Every way in which the fields that a condition mentions can differ; for tests, which count them all. */
export function choicesOf(condition: ClockCondition, world: ClockWorld): Choice[] {
  const mentioned = (field: ClockField) => valuesOf([condition], field);
  const choices: Choice[] = [{ kind: "standing", options: EVENT_STANDINGS }];
  const known = {
    type: [...world.types],
    priority: [...new Set([...mentioned("priority"), ...world.priorities, ANOTHER])],
    site: [...new Set([...mentioned("site"), ...world.sites, ANOTHER])],
  };
  for (const field of ["type", "priority", "site"] as const)
    if (mentioned(field).length > 0) choices.push({ kind: "field", field, options: known[field] });
  for (const tag of mentioned("tag")) choices.push({ kind: "tag", tag, options: [true, false] });
  return choices;
}

/** The choice without the options that no comparison of the condition can tell from an earlier one. */
function apart(choice: Choice, condition: ClockCondition): Choice {
  const atoms = comparisonsOf(condition);
  const seenBy = (field: ClockField, value: string) =>
    atoms.map((atom) => (atom.field === field && atom.in.includes(value) ? "1" : "0")).join("");
  switch (choice.kind) {
    case "standing": {
      const key = ({ event, state, waitingOn }: EventStanding) =>
        [seenBy("event", event), seenBy("state", state), seenBy("waitingOn", waitingOn)].join(" ");
      return { ...choice, options: firstOfEach(choice.options, key) };
    }
    case "field":
      return { ...choice, options: firstOfEach(choice.options, (value) => seenBy(choice.field, value)) };
    case "tag":
      return choice;
    default:
      return choice satisfies never;
  }
}

function firstOfEach<Option>(options: readonly Option[], keyOf: (option: Option) => string): Option[] {
  const seen = new Set<string>();
  return options.filter((option) => seen.size < seen.add(keyOf(option)).size);
}

export type Choice =
  | { kind: "standing"; options: readonly EventStanding[] }
  | { kind: "field"; field: "type" | "priority" | "site"; options: readonly string[] }
  | { kind: "tag"; tag: string; options: readonly boolean[] };

type Chosen = {
  standing?: EventStanding;
  type?: string;
  priority?: string;
  site?: string;
  tags: ReadonlyMap<string, boolean>;
};

function search(
  condition: ClockCondition,
  p: { chosen: Chosen; choices: readonly Choice[]; next: number; budget: ClockWorld["budget"] },
): ClockMoment | null {
  if (p.budget && --p.budget.left < 0) throw new TooInvolved();
  const decided = truth(condition, p.chosen);
  if (decided === false) return null;
  const choice = p.choices[p.next];
  if (choice === undefined) return decided ? momentOf(p.chosen) : null;
  for (const chosen of branches(choice, p.chosen)) {
    const found = search(condition, { ...p, chosen, next: p.next + 1 });
    if (found) return found;
  }
  return null;
}

function branches(choice: Choice, chosen: Chosen): Chosen[] {
  switch (choice.kind) {
    case "standing":
      return choice.options.map((standing) => ({ ...chosen, standing }));
    case "field":
      return choice.options.map((value) => ({ ...chosen, [choice.field]: value }));
    case "tag":
      return choice.options.map((has) => ({
        ...chosen,
        tags: new Map([...chosen.tags, [choice.tag, has]]),
      }));
    default:
      return choice satisfies never;
  }
}

/** True or false whatever is chosen later, or undefined where that still decides (Kleene's logic). */
function truth(condition: ClockCondition, chosen: Chosen): boolean | undefined {
  if ("not" in condition) {
    const inner = truth(condition.not, chosen);
    return inner === undefined ? undefined : !inner;
  }
  if ("all" in condition) return joined(condition.all, chosen, false);
  if ("any" in condition) return joined(condition.any, chosen, true);
  return compared(condition, chosen);
}

/** `decisive` is the value of one part that settles the whole. */
function joined(parts: readonly ClockCondition[], chosen: Chosen, decisive: boolean): boolean | undefined {
  let open = false;
  for (const part of parts) {
    const value = truth(part, chosen);
    if (value === decisive) return decisive;
    if (value === undefined) open = true;
  }
  return open ? undefined : !decisive;
}

function compared(atom: { field: ClockField; in: string[] }, chosen: Chosen): boolean | undefined {
  if (atom.field === "tag") {
    const has = atom.in.map((tag) => chosen.tags.get(tag));
    if (has.includes(true)) return true;
    return has.includes(undefined) ? undefined : false;
  }
  const value =
    atom.field === "event" || atom.field === "state" || atom.field === "waitingOn"
      ? chosen.standing?.[atom.field]
      : chosen[atom.field];
  return value === undefined ? undefined : atom.in.includes(value);
}

function momentOf(chosen: Chosen): ClockMoment {
  const { event = "", state = "", waitingOn = "" } = chosen.standing ?? {};
  return {
    event,
    state,
    waitingOn,
    type: chosen.type ?? ANOTHER,
    priority: chosen.priority ?? ANOTHER,
    site: chosen.site ?? ANOTHER,
    tags: [...chosen.tags].flatMap(([tag, has]) => (has ? [tag] : [])),
  };
}
