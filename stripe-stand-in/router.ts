import catalogue from "./generated/operations.json" with { type: "json" };

export const apiVersion = catalogue.api;

interface Route {
  operation: string;
  method: string;
  segments: string[];
}

export interface Match {
  operation: string;
  ids: Record<string, string>;
}

/**
 * Every operation of the SDK, those with fewer placeholders first: `/invoices/search` is not an invoice's id.
 */
const routes: Route[] = catalogue.operations
  .map(([operation = "", method = "", path = ""]) => ({ operation, method, segments: path.split("/") }))
  .sort((a, b) => placeholders(a) - placeholders(b));

/** The SDK's operation behind a method and a path, or undefined where the SDK has none. */
export function matchOperation({ method, path }: { method: string; path: string }): Match | undefined {
  const segments = path.split("/");
  for (const route of routes) {
    if (route.method !== method || route.segments.length !== segments.length) continue;
    const ids = idsIn({ route, segments });
    if (ids !== undefined) return { operation: route.operation, ids };
  }
  return undefined;
}

function idsIn({
  route,
  segments,
}: {
  route: Route;
  segments: string[];
}): Record<string, string> | undefined {
  const ids: Record<string, string> = {};
  for (const [index, expected] of route.segments.entries()) {
    const actual = segments[index] ?? "";
    if (expected.startsWith("{")) ids[expected.slice(1, -1)] = decodeURIComponent(actual);
    else if (expected !== actual) return undefined;
  }
  return ids;
}

function placeholders(route: Route): number {
  return route.segments.filter((segment) => segment.startsWith("{")).length;
}
