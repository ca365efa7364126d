/** The filters of the list as the address carries them. */
export type WorkAddress = { states: string[]; priorities: string[]; overdue: boolean; search: string };

export function readWorkAddress(search: URLSearchParams): WorkAddress {
  return {
    states: search.getAll("state"),
    priorities: search.getAll("priority"),
    overdue: search.get("overdue") === "1",
    search: search.get("q")?.trim() ?? "",
  };
}
