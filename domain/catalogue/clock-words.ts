import {
  CLOCK_CONDITIONS,
  type ClockCondition,
  type ClockConditionName,
  type ClockField,
  type ClockRules,
} from "./clock-rules.ts";

/** What people call the conditions. */
export const CONDITION_NAMES: Readonly<Record<ClockConditionName, string>> = {
  start: "Start",
  pause: "Pause",
  resume: "Resume",
  stop: "Stop",
  reset: "Reset",
  cancel: "Cancel",
};

const EVENT_PHRASES: Readonly<Record<string, string>> = {
  start: "the work is opened",
  acknowledge: "a first answer is given",
  pause: "the work is put on hold",
  resume: "the work is taken up again",
  stop: "the work is resolved",
  close: "the work is closed",
  reopen: "the work is reopened",
  cancel: "the work is cancelled",
  priority: "the priority changes",
  reset: "the work is started anew",
  update: "its details change",
};

const STATE_WORDS: Readonly<Record<string, string>> = {
  open: "open",
  in_progress: "in progress",
  waiting: "waiting",
  resolved: "resolved",
  closed: "closed",
  cancelled: "cancelled",
};

const PARTY_WORDS: Readonly<Record<string, string>> = {
  buyer: "the buyer",
  third_party: "a third party",
  provider: "the provider",
  nobody: "nobody",
};

/** A condition in words, to follow "when" or "while": "the work waits for the buyer". */
export function conditionWords(condition: ClockCondition): string {
  if ("all" in condition) return condition.all.map((one) => within(one, "all")).join(" and ");
  if ("any" in condition) return condition.any.map((one) => within(one, "any")).join(" or ");
  if ("not" in condition) return `not: ${within(condition.not, "not")}`;
  return comparisonWords(condition);
}

/** "Pause": the sentence that says what a condition does, or null where the rules have no such condition. */
export function conditionSentence(rules: ClockRules, name: ClockConditionName): string | null {
  const condition = rules[name];
  if (name === "resume" && !condition)
    return rules.pause ? "Runs on as soon as it no longer has to pause." : null;
  if (!condition) return null;
  const words = conditionWords(condition);
  switch (name) {
    case "start":
      return `Starts when ${words}${startWords(rules)}.`;
    case "pause":
      return `Pauses ${rules.resume ? "when" : "while"} ${words}${pauseWords(rules)}.`;
    case "resume":
      return `Runs on when ${words}.`;
    case "stop":
      return `Stops when ${words}.`;
    case "reset":
      return `Begins anew when ${words}.`;
    case "cancel":
      return `Is cancelled, and counts for nobody, when ${words}.`;
    default:
      return name satisfies never;
  }
}

/** The whole rule set as sentences, in the order of the conditions. */
export function rulesInWords(rules: ClockRules): string[] {
  return namedSentences(rules).map(({ sentence }) => sentence);
}

/** The same with the part of the rules that each sentence says: "pause", "reopen". */
export function namedSentences(rules: ClockRules): { part: string; sentence: string }[] {
  const sentences = CLOCK_CONDITIONS.flatMap((part) => {
    const sentence = conditionSentence(rules, part);
    return sentence === null ? [] : [{ part: part as string, sentence }];
  });
  if (rules.cancelWhenStartEnds)
    sentences.push({
      part: "cancelWhenStartEnds",
      sentence: "Is cancelled as soon as what started it is no longer true.",
    });
  if (rules.reopen) sentences.push({ part: "reopen", sentence: REOPEN_SENTENCES[rules.reopen] });
  return sentences;
}

const REOPEN_SENTENCES = {
  continue: "When the work is reopened, the same clock runs on.",
  new_cycle: "When the work is reopened, a new clock starts.",
  stays_stopped: "When the work is reopened, this clock stays stopped.",
} as const satisfies Record<NonNullable<ClockRules["reopen"]>, string>;

function startWords({ startFrom }: ClockRules): string {
  if (startFrom === "opening") return ", and then counts from the opening of the work";
  return startFrom === "stated" ? ", and then counts from the moment that is stated with it" : "";
}

function pauseWords({ pauseFrom }: ClockRules): string {
  return pauseFrom ? "; the pause counts from the moment that is stated with it" : "";
}

function within(part: ClockCondition, around: "all" | "any" | "not"): string {
  const isList = "all" in part || "any" in part;
  const needsBrackets = isList && (around === "not" || (around === "all" && "any" in part));
  return needsBrackets ? `(${conditionWords(part)})` : conditionWords(part);
}

function comparisonWords(atom: { field: ClockField; in: readonly string[] }): string {
  switch (atom.field) {
    case "event":
      return atom.in.map((event) => EVENT_PHRASES[event] ?? event).join(" or ");
    case "state":
      return `the work is ${orList(atom.in.map((state) => STATE_WORDS[state] ?? state))}`;
    case "waitingOn":
      return `the work waits for ${orList(atom.in.map((party) => PARTY_WORDS[party] ?? party))}`;
    case "type":
      return `the work is of the kind ${orList(atom.in.map((type) => type.replaceAll("_", " ")))}`;
    case "priority":
      return `the priority is ${orList(atom.in)}`;
    case "tag":
      return `the work is tagged ${orList(atom.in.map((tag) => `“${tag}”`))}`;
    case "site":
      return `the work belongs to the site ${orList(atom.in)}`;
    default:
      return atom.field satisfies never;
  }
}

function orList(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
