/** Joins the class names that apply; what is false, null or undefined falls away. */
export function classNames(...parts: ReadonlyArray<string | false | null | undefined>): string | undefined {
  const applied = parts.filter(Boolean).join(" ");
  return applied === "" ? undefined : applied;
}
