import {
  IMPORT_COLUMNS,
  type ImportColumn,
  type ImportMapping,
  type StateEffect,
} from "./import-mapping.ts";

/**
 * Header names, best first, as the usual desks write them (ServiceNow, Jira, Zendesk, Freshdesk, plain
 * CSV).
 */
const NAMES: Record<ImportColumn, readonly string[]> = {
  number: [
    "number",
    "ticket number",
    "ticket id",
    "incident id",
    "issue key",
    "key",
    "ticket",
    "case number",
    "id",
  ],
  state: ["incident_state", "state", "status", "ticket status"],
  sequence: ["sys_mod_count", "update number", "sequence", "version"],
  openedAt: [
    "opened_at",
    "opened",
    "created_at",
    "created",
    "created time",
    "date opened",
    "sys_created_at",
  ],
  updatedAt: ["sys_updated_at", "updated_at", "updated", "last updated", "last modified"],
  firstResponseAt: [
    "first_response_at",
    "first response",
    "first responded at",
    "initial response time",
    "acknowledged at",
  ],
  resolvedAt: ["resolved_at", "resolved", "resolved time", "solved at", "date resolved"],
  closedAt: ["closed_at", "closed", "closed time", "date closed"],
  priority: ["priority"],
  title: ["short_description", "short text", "summary", "subject", "title", "u_symptom"],
  category: ["category", "type", "issue type"],
  requester: ["caller_id", "caller", "requester", "requester name", "reporter", "requested by"],
  assignmentGroup: ["assignment_group", "group", "team", "assigned group"],
  assignee: ["assigned_to", "assignee", "agent", "agent name", "owner"],
  reopenCount: ["reopen_count", "reopens", "times reopened"],
  madeSla: ["made_sla", "sla met", "within sla"],
};

const STATES: readonly [pattern: RegExp, effect: StateEffect][] = [
  [/cancel|withdrawn|void|duplicate|rejected/, "cancelled"],
  [
    /await.*(user|caller|customer|client|info|evidence)|wait.*(user|caller|customer|client|requester)/,
    "pause_buyer",
  ],
  [/(pending|hold).*(user|caller|customer|client|requester)|^pending$|^on hold$|^waiting$/, "pause_buyer"],
  [/await.*(vendor|supplier|third)|(wait|pending|hold).*(vendor|supplier|third)/, "pause_third_party"],
  [/await.*(problem|change)|(wait|pending|hold).*(problem|change)/, "pause_provider"],
  [/resolved|solved|fixed|^done$|complete/, "resolved"],
  [/closed/, "closed"],
  [/^new$|^open$|submitted|logged|unassigned|^to do$/, "new"],
  [/active|progress|assigned|work|re-?opened|triage/, "active"],
];

/**
 * A first mapping from the header alone; the wizard shows it for correction. A file with an update counter
 * or with ServiceNow's audit columns is taken for a log of updates. Columns that nothing matches stay out;
 * the ones that are needed come back empty, and the mapping's schema then names them.
 */
export function guessMapping(
  header: readonly string[],
  known: { zone: string; workItemType: string },
): ImportMapping {
  const columns: Partial<Record<ImportColumn, string>> = {};
  for (const column of IMPORT_COLUMNS) {
    const found = headerFor(column, header);
    if (found) columns[column] = found;
  }
  const isLog = columns.sequence !== undefined && columns.updatedAt !== undefined;
  return {
    shape: isLog ? "update_log" : "ticket_list",
    zone: known.zone,
    timestamps: "day_first",
    workItemType: known.workItemType,
    columns: { ...columns, number: columns.number ?? "", openedAt: columns.openedAt ?? "" },
    states: {},
    priorities: {},
    defaultPriority: "P3",
  };
}

/** The system that a header gives away by columns of its own; null where it could be any. */
export function recogniseExport(header: readonly string[]): string | null {
  const names = new Set(header.map(plain));
  const has = (...wanted: string[]) => wanted.every((name) => names.has(name));
  if (has("sys mod count") || has("incident state") || has("sys updated at")) return "ServiceNow";
  if (has("issue key") && (has("created") || has("issue type"))) return "Jira";
  if (has("ticket id", "created time") || has("initial response time")) return "Freshservice";
  if (has("ticket status") || has("solved at")) return "Zendesk";
  return null;
}

/** The effect a state's name suggests, or null where it says nothing. The wizard's mapping overrules it. */
export function guessStateEffect(state: string): StateEffect | null {
  const name = state.trim().toLowerCase();
  return STATES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** "1 - Critical" is P1, "Low" is P4; null where the text says nothing. */
export function guessPriority(text: string): string | null {
  const name = text.trim().toLowerCase();
  const digit = /^(?:p|priority|sev(?:erity)?)?[\s_-]*([1-5])\b/.exec(name)?.[1];
  if (digit) return `P${digit === "5" ? "4" : digit}`;
  if (/critical|urgent|highest|emergency|blocker/.test(name)) return "P1";
  if (/high|major/.test(name)) return "P2";
  if (/medium|moderate|normal/.test(name)) return "P3";
  return /low|minor|planning|trivial/.test(name) ? "P4" : null;
}

function headerFor(column: ImportColumn, header: readonly string[]): string | undefined {
  for (const name of NAMES[column]) {
    const found = header.find((one) => plain(one) === plain(name));
    if (found !== undefined) return found.trim();
  }
  return undefined;
}

function plain(name: string): string {
  return name
    .replace(/^\uFEFF/, "")
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, " ");
}
