// Writes the demo story in a process of its own, so that the memory it takes goes back with it. The
// connections come over the channel: an argument would show a password to everyone on the machine.
import { liveStory } from "../../prisma/seed/lived/live-story.ts";
import { seedStory } from "../../prisma/seed/seed-story.ts";
import { bootFieldEncryption } from "../boot/field-keys.ts";
import type { StoryToWrite } from "../boot/seed.ts";
import { bootStripe } from "../boot/stripe.ts";
import { systemClock } from "../clock.ts";
import { readEnv } from "../env.ts";

process.once("message", async (message) => {
  const { lives, seed, ...to } = message as StoryToWrite;
  const onProgress = (line: string) => process.send?.(line);
  const story = { now: systemClock.now(), lives, leavesToBill: seed === "demo-to-bill" };
  const told = await seedStory({ ...story, ownerUrl: to.ownerUrl, onProgress });
  const connect = (now: () => number) => bootStripe(readEnv(), { say: () => undefined, now });
  const fields = bootFieldEncryption(readEnv());
  if (lives) await liveStory({ ...to, ...told, fields, connect }, onProgress);
  process.exit(0);
});
