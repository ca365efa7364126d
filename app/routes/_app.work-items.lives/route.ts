import type { LoaderFunctionArgs } from "@remix-run/node";
import type { WorkEventType } from "../../../domain/delivery/work-item-state.ts";
import type { ItemLife } from "../../../domain/service-levels/tried-clock.ts";
import type { ItemLivesQuery } from "../../gql/graphql.ts";
import { query } from "../../graphql.server.ts";
import { ItemLivesDocument } from "./lives.graphql.ts";

type Row = ItemLivesQuery["workItemsByReference"][number];

/** One item's life, and what the clocks of its own contract made of it. */
export type FoundLife = ItemLife & { clocks: Pick<Row["clocks"][number], keyof OwnClock>[] };
type OwnClock = { levelName: string; verdict: string; netSeconds: number; targetSeconds: number };

/** The lives of the items of a reference, for the try-out of a clock's conditions. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<{ lives: FoundLife[] }> {
  const reference = new URL(request.url).searchParams.get("reference")?.trim() ?? "";
  if (reference === "") return { lives: [] };
  const answer = await query({ request, context }, ItemLivesDocument, { reference });
  return { lives: answer.workItemsByReference.flatMap(lifeOf) };
}

/** An item whose contract has no clock has no moment up to which its life is known. */
function lifeOf(row: Row): FoundLife[] {
  const { id, type, priority, clocks } = row;
  const asOf = clocks[0]?.asOf ?? row.events.at(-1)?.at;
  if (!asOf) return [];
  const name = `${row.reference}: ${row.title} (${row.engagementTitle})`;
  const fields = row.fields as Record<string, unknown>;
  return [{ id, name, type, priority, fields, clocks, asOf, events: row.events.map(eventOf) }];
}

function eventOf(event: Row["events"][number]): ItemLife["events"][number] {
  const { at, type, waitingOn, priority, tags, site, since, automated } = event;
  return {
    at,
    type: type as WorkEventType,
    ...(waitingOn ? { waitingOn: waitingOn as "buyer" } : {}),
    ...(priority ? { priority } : {}),
    ...(tags ? { tags } : {}),
    // Empty where it took the site away.
    ...(site === null ? {} : { site }),
    ...(since ? { since } : {}),
    ...(automated ? { automated } : {}),
  };
}
