/** Who can be waited for, in the provider's words: the provider enters the work. */
export const WAITS_FOR = [
  { value: "buyer", label: "The buyer" },
  { value: "third_party", label: "A third party" },
  { value: "provider", label: "Ourselves" },
] as const;

/** Tags as a form takes them: with commas between; empty ones are left out. */
export function tagsIn(written: string): string[] {
  return written.split(",").flatMap((tag) => tag.trim() || []);
}
