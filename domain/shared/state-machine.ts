import { DomainError } from "./domain-error.ts";

export type Transition<State extends string, Event extends string> = {
  from: State | readonly State[];
  event: Event;
  to: State;
};

export type StateMachine<State extends string, Event extends string> = {
  /** The noun in the user's words, for sentences: "statement of work". */
  noun: string;
  initial: State;
  states: readonly State[];
  transitions: readonly Transition<State, Event>[];
};

/** The event is not allowed in the present state; `details` has state, event and the allowed events. */
export class TransitionRefused extends DomainError {
  constructor(input: { noun: string; state: string; event: string; allowed: readonly string[] }) {
    super({
      code: "transition_refused",
      message: `This ${input.noun} is ${words(input.state)}, so "${words(input.event)}" is not possible.`,
      details: { state: input.state, event: input.event, allowed: input.allowed },
    });
  }
}

/**
 * Checks a machine once, where it is written down: every state is listed once and reachable from the
 * initial one, and no state answers one event in two ways. Throws a plain Error: a bad graph is a
 * programming error.
 */
export function defineStateMachine<const State extends string, const Event extends string>(
  machine: StateMachine<State, Event>,
): StateMachine<State, Event> {
  const faults = faultsOf(machine);
  if (faults.length > 0) throw new Error(`State machine of "${machine.noun}": ${faults.join("; ")}`);
  return machine;
}

/** Every fault of the graph, in words; empty when it is sound. */
export function faultsOf<State extends string, Event extends string>(
  machine: StateMachine<State, Event>,
): string[] {
  const known = new Set<string>(machine.states);
  const faults: string[] = [];
  if (known.size !== machine.states.length) faults.push("a state is listed twice");
  if (!known.has(machine.initial)) faults.push(`initial state "${machine.initial}" is not listed`);
  const seen = new Set<string>();
  for (const transition of machine.transitions) {
    for (const state of [...sources(transition), transition.to])
      if (!known.has(state)) faults.push(`"${transition.event}" names the unlisted state "${state}"`);
    for (const from of sources(transition)) {
      const key = `${from} on ${transition.event}`;
      if (seen.has(key)) faults.push(`two transitions from ${key}`);
      seen.add(key);
    }
  }
  const reached = reachable(machine);
  for (const state of machine.states) if (!reached.has(state)) faults.push(`"${state}" is unreachable`);
  return faults;
}

/** The state after `event`. Throws TransitionRefused where the event is not allowed in `state`. */
export function next<State extends string, Event extends string>(
  machine: StateMachine<State, Event>,
  state: State,
  event: Event,
): State {
  const found = machine.transitions.find((one) => one.event === event && sources(one).includes(state));
  if (!found)
    throw new TransitionRefused({ noun: machine.noun, state, event, allowed: eventsFrom(machine, state) });
  return found.to;
}

/** Whether `event` is allowed in `state`. */
export function can<State extends string, Event extends string>(
  machine: StateMachine<State, Event>,
  state: State,
  event: Event,
): boolean {
  return machine.transitions.some((one) => one.event === event && sources(one).includes(state));
}

/** The events allowed in `state`, in the order the machine lists them: what a page offers as actions. */
export function eventsFrom<State extends string, Event extends string>(
  machine: StateMachine<State, Event>,
  state: State,
): Event[] {
  return machine.transitions.filter((one) => sources(one).includes(state)).map((one) => one.event);
}

/** Whether nothing leads out of `state`. */
export function isFinal<State extends string, Event extends string>(
  machine: StateMachine<State, Event>,
  state: State,
): boolean {
  return eventsFrom(machine, state).length === 0;
}

function reachable<State extends string, Event extends string>(machine: StateMachine<State, Event>) {
  const reached = new Set<State>([machine.initial]);
  for (const state of reached)
    for (const one of machine.transitions) if (sources(one).includes(state)) reached.add(one.to);
  return reached;
}

function sources<State extends string, Event extends string>(
  one: Transition<State, Event>,
): readonly State[] {
  return typeof one.from === "string" ? [one.from] : one.from;
}

function words(name: string): string {
  return name.replaceAll("_", " ");
}
