/** The header of a ServiceNow incident log as service desks export it. */
export const SERVICE_DESK_HEADER = [
  "number",
  "incident_state",
  "active",
  "reassignment_count",
  "reopen_count",
  "sys_mod_count",
  "made_sla",
  "caller_id",
  "opened_by",
  "opened_at",
  "sys_created_by",
  "sys_created_at",
  "sys_updated_by",
  "sys_updated_at",
  "contact_type",
  "location",
  "category",
  "subcategory",
  "u_symptom",
  "cmdb_ci",
  "impact",
  "urgency",
  "priority",
  "assignment_group",
  "assigned_to",
  "knowledge",
  "u_priority_confirmation",
  "notify",
  "problem_id",
  "rfc",
  "vendor",
  "caused_by",
  "closed_code",
  "resolved_by",
  "resolved_at",
  "closed_at",
];

export type ServiceDeskExport = { header: string[]; rows: string[][] };

const PATHS: readonly (readonly string[])[] = [
  ["New", "Active", "Resolved", "Closed"],
  ["New", "Resolved", "Closed"],
  ["New", "Active", "Awaiting User Info", "Active", "Resolved", "Closed"],
  ["New", "Awaiting User Info", "Resolved", "Closed"],
  ["Active", "Awaiting Vendor", "Active", "Resolved", "Closed"],
  ["New", "Active", "Awaiting Problem", "Awaiting User Info", "Resolved", "Closed"],
  ["New", "Active", "Resolved", "Active", "Resolved", "Closed"],
  ["New", "Active", "Awaiting Evidence", "Resolved", "Resolved", "Closed"],
];
const PRIORITIES = ["1 - Critical", "2 - High", "3 - Moderate", "3 - Moderate", "3 - Moderate", "4 - Low"];

/**
 * A service desk's log of exactly `rows` updates, the same for the same seed: incidents opened in working
 * hours of February and March 2016, in minutes, with unknown cells written "?". Every row is sound.
 */
export function serviceDeskExport(options: { rows: number; seed?: number }): ServiceDeskExport {
  const random = generator(options.seed ?? 1);
  const rows: string[][] = [];
  for (let incident = 1; rows.length < options.rows; incident++)
    rows.push(...incidentRows(incident, random).slice(0, options.rows - rows.length));
  return { header: [...SERVICE_DESK_HEADER], rows };
}

/** The export as the text of a CSV file. */
export function toCsv({ header, rows }: ServiceDeskExport): string {
  return [header, ...rows].map((cells) => cells.map(quoted).join(",")).join("\r\n");
}

function incidentRows(incident: number, random: (below: number) => number): string[][] {
  const path = PATHS[random(PATHS.length)] ?? [];
  const opened = random(40) * 1440 + 7 * 60 + random(12 * 60);
  const times: number[] = [];
  let at = opened;
  for (const state of path) {
    at += state === "Closed" ? 5 * 1440 : random(600);
    times.push(at);
  }
  const priority = PRIORITIES[random(PRIORITIES.length)] ?? "";
  const resolved = times[path.lastIndexOf("Resolved")] ?? at;
  const firstResolved = path.indexOf("Resolved");
  const fields: Record<string, string> = {
    number: `INC${String(incident).padStart(7, "0")}`,
    caller_id: `Caller ${random(500)}`,
    opened_by: `Opened by  ${random(50)}`,
    opened_at: stamp(opened),
    sys_created_at: random(4) === 0 ? "?" : stamp(opened),
    contact_type: "Phone",
    location: `Location ${random(80)}`,
    category: `Category ${random(40)}`,
    subcategory: `Subcategory ${random(90)}`,
    u_symptom: random(4) === 0 ? "?" : `Symptom ${random(100)}`,
    priority,
    assignment_group: `Group ${random(60)}`,
    made_sla: resolved - opened < 2880 ? "TRUE" : "FALSE",
    resolved_at: random(20) === 0 ? "?" : stamp(resolved),
    closed_at: stamp(at),
  };
  return path.map((state, index) => {
    const reopened = firstResolved >= 0 && path.slice(firstResolved, index + 1).includes("Active");
    const row: Record<string, string> = {
      ...fields,
      incident_state: state,
      active: state === "Closed" ? "FALSE" : "TRUE",
      sys_mod_count: String(index),
      sys_updated_at: stamp(times[index] ?? at),
      reopen_count: reopened ? "1" : "0",
      reassignment_count: "0",
    };
    return SERVICE_DESK_HEADER.map((name) => row[name] ?? "?");
  });
}

/** Minutes after 2016-02-01 00:00 as "DD-MM-YYYY HH:MM". */
function stamp(minutes: number): string {
  const lengths = [29, 31, 30, 31, 30, 31];
  let day = Math.floor(minutes / 1440);
  let month = 0;
  for (; day >= (lengths[month] ?? 31); month++) day -= lengths[month] ?? 31;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(day + 1)}-${two(month + 2)}-2016 ${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Mulberry32: small, seeded, and the same on every machine. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
