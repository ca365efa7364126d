import { noSuch } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { inCreated, listPage } from "../list.ts";
import { listParam, onlyParams, textParam } from "../params.ts";
import type { StoredEvent } from "../tables.ts";
import type { ApiRequest, Work } from "../work.ts";

const daysKept = 30;

export function retrieveEvent(request: ApiRequest, work: Work): JsonObject {
  onlyParams(request.params, []);
  const id = request.ids.id ?? "";
  const event = listable(work).find((row) => row.id === id);
  if (event === undefined) throw noSuch({ noun: "event", id });
  return { ...event };
}

export function listEvents(request: ApiRequest, work: Work): JsonObject {
  const { params } = request;
  onlyParams(params, ["type", "types", "created", "limit", "starting_after", "ending_before"]);
  const type = textParam(params, "type");
  const types = listParam(params, "types");
  const rows = listable(work)
    .filter((event) => type === undefined || matches(event.type, type))
    .filter((event) => types === undefined || types.includes(event.type))
    .filter(inCreated(params))
    .map((event) => ({ ...event }));
  return listPage({ rows, params, url: "/v1/events" });
}

function listable(work: Work): StoredEvent[] {
  return work.store.all("event").filter((event) => event.created > work.now - daysKept * 86_400);
}

function matches(type: string, pattern: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
