import pg from "pg";
import { seedStory } from "../../prisma/seed/seed-story.ts";
import { systemClock } from "../clock.ts";

/** Fills an empty database with the demo story, once; a database with any organisation in it is left alone. */
export async function seedOnce(ownerUrl: string, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on("error", () => undefined);
  await client.connect();
  const { rows } = await client.query("select exists (select 1 from organization) as filled");
  await client.end();
  if (rows[0].filled) return;
  say("Writing the demo story (a year of work; about 10 seconds)");
  const began = performance.now();
  await seedStory({ ownerUrl, now: systemClock.now(), onProgress: (line) => say(`  ${line}`) });
  say(`The demo story is in (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}
