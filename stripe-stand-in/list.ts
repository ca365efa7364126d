import { invalidParameter } from "./errors.ts";
import { isObject, type JsonObject } from "./json.ts";
import { integerParam, textParam } from "./params.ts";

/** One page of rows that are given oldest first; the API lists newest first, ten at a time by default. */
export function listPage({
  rows,
  params,
  url,
}: {
  rows: Row[];
  params: JsonObject;
  url: string;
}): JsonObject {
  const limit = integerParam(params, "limit") ?? 10;
  if (limit < 1 || limit > 100) {
    throw invalidParameter({ param: "limit", message: "This value must be between 1 and 100." });
  }
  const newestFirst = [...rows].reverse();
  const after = textParam(params, "starting_after");
  const before = textParam(params, "ending_before");
  if (before !== undefined) {
    const end = positionOf({ rows: newestFirst, id: before, param: "ending_before" });
    const start = Math.max(0, end - limit);
    return { object: "list", data: newestFirst.slice(start, end), has_more: start > 0, url };
  }
  const start =
    after === undefined ? 0 : positionOf({ rows: newestFirst, id: after, param: "starting_after" }) + 1;
  const data = newestFirst.slice(start, start + limit);
  return { object: "list", data, has_more: start + limit < newestFirst.length, url };
}

/** A whole list as objects embed it: the first ten in order of creation. */
export function embeddedList({ rows, url }: { rows: Row[]; url: string }): JsonObject {
  return {
    object: "list",
    data: rows.slice(0, 10),
    has_more: rows.length > 10,
    total_count: rows.length,
    url,
  };
}

/** A filter for `created`: one moment or a range of gt, gte, lt, lte in epoch seconds. */
export function inCreated(params: JsonObject): (row: { created: number }) => boolean {
  const { created } = params;
  if (created === undefined) return () => true;
  if (!isObject(created)) {
    const moment = integerParam(params, "created");
    return (row) => row.created === moment;
  }
  const bound = (name: string) => integerParam(created, name);
  const [gt, gte, lt, lte] = [bound("gt"), bound("gte"), bound("lt"), bound("lte")];
  return (row) =>
    (gt === undefined || row.created > gt) &&
    (gte === undefined || row.created >= gte) &&
    (lt === undefined || row.created < lt) &&
    (lte === undefined || row.created <= lte);
}

type Row = JsonObject & { id: string };

function positionOf({ rows, id, param }: { rows: Row[]; id: string; param: string }): number {
  const position = rows.findIndex((row) => row.id === id);
  if (position === -1)
    throw invalidParameter({ param, code: "resource_missing", message: `No such object: '${id}'` });
  return position;
}
