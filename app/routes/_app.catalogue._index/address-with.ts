/** The same address with parts changed; null takes a part away. A change always starts at the first page. */
export function addressWith(search: URLSearchParams, changes: Record<string, string | null>): string {
  const next = new URLSearchParams(search);
  next.delete("after");
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text === "" ? "/catalogue" : `/catalogue?${text}`;
}
