import { type RefObject, useEffect, useRef, useState } from "react";
import { begunLevels } from "../../../domain/contracts/added-level.ts";
import { levelEditOf, newLevelEdit } from "../../../domain/contracts/level-edit.ts";
import type { Terms } from "../../../domain/contracts/terms.ts";
import { keptEntries } from "../../components/draft-keeper.tsx";
import { type FormState, type Issue, idOf } from "./form-parts.ts";
import { levelsFrom, levelValues, PUT_BACK } from "./level-values.ts";
import { valuesFrom } from "./terms-values.ts";

type Held = { given: FormState["values"]; state: FormState; made: number; focus: string | null };

/**
 * The rows of the levels as the form holds them: adding or taking out a level keeps what was typed. Every
 * change draws the rows anew under `made`, so that a row's number in its names is always its place.
 */
export function useLevelRows(terms: Terms, state: FormState) {
  const box = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<Held>({ given: state.values, state, made: 0, focus: null });
  if (held.given !== state.values)
    setHeld({ given: state.values, state, made: held.made + 1, focus: null });
  useEffect(() => {
    if (held.made === 0) return;
    // What stands beside the form, such as the worst month, follows the rows.
    box.current?.closest("form")?.dispatchEvent(new Event("input", { bubbles: true }));
    if (held.focus) document.getElementById(held.focus)?.focus();
  }, [held.made, held.focus]);
  useEffect(() => {
    const kept = levelsFrom(Object.fromEntries(keptEntries() ?? []));
    if (kept.length === 0) return;
    setHeld((now) => ({ ...now, state: withLevels(now.state, kept), made: now.made + 1 }));
  }, []);
  const change = (
    next: (typed: Typed) => { levels: Typed; issues?: readonly Issue[]; focus: (levels: Typed) => string },
  ) => {
    const typed = typedLevels(box);
    const { levels, issues = held.state.issues, focus } = next(typed);
    const state = withLevels({ ...held.state, issues }, levels);
    setHeld({ ...held, state, made: held.made + 1, focus: focus(levels) });
  };
  return {
    box,
    made: held.made,
    state: held.state,
    rows: begunLevels(terms, levelsFrom(held.state.values)),
    add: (choice: string) =>
      change((typed) => {
        const added = rowOf(terms, choice);
        return {
          levels: added ? [...typed, added] : typed,
          focus: (levels) => idOf(`serviceLevels.${levels.length - 1}`),
        };
      }),
    remove: (place: number) =>
      change((typed) => ({
        levels: typed.filter((_level, index) => index !== place),
        issues: withoutRow(held.state.issues, place),
        focus: (levels) => idOf(`serviceLevels.${levels.length}.metric`),
      })),
  };
}

function withLevels(state: FormState, levels: Typed): FormState {
  const others = Object.entries(state.values).filter(([name]) => !name.startsWith("serviceLevels."));
  return { ...state, values: { ...Object.fromEntries(others), ...levelValues(levels) } };
}

type Typed = ReturnType<typeof levelsFrom>;

/** The choice in the list of levels to add is no row yet. */
function typedLevels(box: RefObject<HTMLDivElement | null>): Typed {
  const form = box.current?.closest("form");
  if (!form) return [];
  const values = valuesFrom(new FormData(form));
  return levelsFrom(Object.fromEntries(Object.entries(values).filter(([name]) => !isChoice(name, values))));
}

function isChoice(name: string, values: FormState["values"]): boolean {
  const at = /^(serviceLevels\.\d+)\.metric$/.exec(name)?.[1];
  return at !== undefined && values[`${at}.id`] === undefined;
}

/** The row of a metric, or of a level that was taken out and comes back as it was. */
function rowOf(terms: Terms, choice: string): Typed[number] | null {
  if (!choice.startsWith(PUT_BACK)) return newLevelEdit(terms, choice);
  const level = terms.serviceLevels.find((one) => one.id === choice.slice(PUT_BACK.length));
  return level ? levelEditOf(level, terms) : null;
}

function withoutRow(issues: readonly Issue[], place: number): Issue[] {
  return issues.flatMap((issue) => {
    const [, at, rest = ""] = /^serviceLevels\.(\d+)(.*)$/.exec(issue.field) ?? [];
    if (at === undefined || Number(at) < place) return [issue];
    if (Number(at) === place) return [];
    return [{ ...issue, field: `serviceLevels.${Number(at) - 1}${rest}` }];
  });
}
