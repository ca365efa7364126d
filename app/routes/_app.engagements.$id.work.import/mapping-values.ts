/** The mapping as the form of the wizard shows and sends it. */
export type MappingValues = {
  shape: "update_log" | "ticket_list";
  zone: string;
  timestamps: "day_first" | "month_first";
  workItemType: string;
  columns: Record<string, string>;
  states: Record<string, string>;
  priorities: Record<string, string>;
  defaultPriority: string;
};

/** The mapping of a bank's export as the form shows and sends it. */
export type BankValues = {
  shape: "bank_transactions";
  zone: string;
  timestamps: "day_first" | "month_first";
  workItemType: string;
  columns: Record<string, string>;
  decimalSign: "point" | "comma";
  sign: "as_written" | "reversed";
  currency: string;
};

export type AnyValues = MappingValues | BankValues;

export function isBank(mapping: AnyValues): mapping is BankValues {
  return mapping.shape === "bank_transactions";
}

/** The mapping to begin with where the reader says that the file is of the other kind. */
export function mappingAs(mapping: AnyValues, kind: string | null): AnyValues {
  const { zone, timestamps, workItemType } = mapping;
  const shared = { zone, timestamps, workItemType, columns: {} };
  if (kind === "bank" && !isBank(mapping))
    return {
      ...shared,
      shape: "bank_transactions",
      decimalSign: "point",
      sign: "as_written",
      currency: "USD",
    };
  if (kind === "tickets" && isBank(mapping))
    return { ...shared, shape: "ticket_list", states: {}, priorities: {}, defaultPriority: "P3" };
  return mapping;
}

export type ValueGuess = { value: string; rows: number; effect?: string | null; priority?: string | null };

/** What each column means, in the words of the form; the first two cannot be left out. */
export const COLUMN_WORDS: readonly (readonly [id: string, label: string])[] = [
  ["number", "Ticket number"],
  ["openedAt", "Opened at"],
  ["state", "State"],
  ["updatedAt", "Updated at"],
  ["sequence", "Update counter"],
  ["priority", "Priority"],
  ["title", "Title"],
  ["firstResponseAt", "First answer at"],
  ["resolvedAt", "Resolved at"],
  ["closedAt", "Closed at"],
  ["madeSla", "The desk's own verdict"],
  ["category", "Category"],
  ["requester", "Requester"],
  ["assignmentGroup", "Group"],
  ["assignee", "Assignee"],
  ["reopenCount", "Times reopened"],
];

export const EFFECT_WORDS: Record<string, string> = {
  new: "New: the clock runs, no answer yet",
  active: "Worked on: the clock runs",
  pause_buyer: "Waits for the buyer: the clock stands",
  pause_third_party: "Waits for a third party: the clock stands",
  pause_provider: "Waits for the provider's own: the clock stands",
  resolved: "Resolved: the clock stops",
  closed: "Closed",
  cancelled: "Cancelled: nothing counts",
};

/** The form's answers as the mapping that the server checks. Values are matched in small letters there. */
export function mappingFrom(form: FormData): AnyValues {
  const text = (name: string) => String(form.get(name) ?? "");
  const prefixed = (prefix: string) =>
    Object.fromEntries(
      [...form]
        .filter(([name, value]) => name.startsWith(prefix) && value !== "")
        .map(([name, value]) => [name.slice(prefix.length), String(value)]),
    );
  if (text("shape") === "bank_transactions")
    return {
      shape: "bank_transactions",
      zone: text("zone"),
      timestamps: text("timestamps") as BankValues["timestamps"],
      workItemType: text("workItemType"),
      columns: prefixed("column."),
      decimalSign: text("decimalSign") as BankValues["decimalSign"],
      sign: text("sign") as BankValues["sign"],
      currency: text("currency").trim().toUpperCase(),
    };
  return {
    shape: text("shape") as MappingValues["shape"],
    zone: text("zone"),
    timestamps: text("timestamps") as MappingValues["timestamps"],
    workItemType: text("workItemType"),
    columns: prefixed("column."),
    states: prefixed("state."),
    priorities: prefixed("priority."),
    defaultPriority: text("defaultPriority"),
  };
}
