import type { Temporal } from "temporal-polyfill";
import { seedStory } from "../../prisma/seed/seed-story.ts";
import { sealPlainFields } from "../../server/rotate-field-keys.ts";
import type { World } from "../world.ts";
import { testFields } from "./field-keys.ts";

/** Tells the demo story in a world, and seals what it writes in plain, as the start of the product does. */
export async function toldStory(world: World, now: Temporal.Instant): Promise<void> {
  const { owner: ownerUrl } = world.urls;
  await seedStory({ ownerUrl, now });
  await sealPlainFields({ ownerUrl, fields: testFields, say: () => undefined });
}
