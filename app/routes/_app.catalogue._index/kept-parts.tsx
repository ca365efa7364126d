/** The rest of the address as hidden fields, so that a GET form changes its own part only. */
export function KeptParts({ search, except }: { search: URLSearchParams; except: readonly string[] }) {
  return [...search]
    .filter(([name, value]) => name !== "after" && value !== "" && !except.includes(name))
    .map(([name, value]) => <input key={`${name}=${value}`} type="hidden" name={name} value={value} />);
}
