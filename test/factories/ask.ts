import { parse } from "graphql";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { runOperation } from "../../graphql/execute.ts";
import type { World } from "../world.ts";

// A test names the path it expects, and fails where nothing is there.
// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for each test to say
type Answer = { data: any; errors: string[] };

/** Runs a GraphQL operation as the viewer would, in process. */
export async function ask(
  world: World,
  viewer: Viewer | null,
  operation: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const { db, clock, logger } = world;
  const result = await runOperation({ db, clock, logger, viewer, document: parse(operation), variables });
  return { data: result.data, errors: (result.errors ?? []).map((error) => error.message) };
}
