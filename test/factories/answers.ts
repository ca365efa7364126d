import type pg from "pg";
import type { Viewer } from "../../domain/identity/viewer.ts";
import type { Who } from "./probe-cast.ts";
import { none, QUERIES, type Variables } from "./probe-lines.ts";
import type { Prober } from "./prober.ts";

/** One of each way in which rows are kept from somebody; the last looks after one side of the near deal. */
const ASKING = ["vetting_officer", "buyer owner", "other provider owner", "account_manager"] as const;

/** What a query answers each of them about either deal, with a cursor and without. */
export async function answersOf(on: Prober, field: string): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  const line: Variables = QUERIES[field]?.with ?? none;
  for (const who of ASKING)
    for (const [deal, { ids }] of Object.entries({ near: on.cast.near, far: on.cast.far })) {
      const variables = line(ids);
      const all =
        variables.after === undefined ? [variables] : [variables, { ...variables, after: undefined }];
      for (const [n, one] of all.entries())
        answers[`${who}, ${deal}${n > 0 ? ", from the beginning" : ""}`] = (
          await on.probe({ root: "query", field, who, with: () => one, ids, as: viewerOf(on, who) })
        ).text;
    }
  return answers;
}

/** Who is answered otherwise than before, by the names of `answersOf`. */
export function differing(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys(before).filter((one) => before[one] !== after[one]);
}

/** Takes row-level security away, so that the conditions of the code are the one wall. */
export async function withoutRowSecurity(owner: Pick<pg.Client, "query">): Promise<void> {
  await owner.query(`do $$ declare t regclass; begin
    for t in select oid from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity loop
      execute format('alter table %s disable row level security', t);
    end loop; end $$`);
}

/** The account manager of the story looks after everybody; here they ask as one who does not. */
function viewerOf({ cast }: Prober, who: Who): Viewer {
  return who === "account_manager" ? cast.ofNear : (cast.viewers[who] as Viewer);
}
