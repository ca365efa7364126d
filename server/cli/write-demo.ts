// Writes the demo story in a process of its own, so that the memory it takes goes back with it. The
// connection comes over the channel: an argument would show a password to everyone on the machine.
import { seedStory } from "../../prisma/seed/seed-story.ts";
import { systemClock } from "../clock.ts";

process.once("message", async (message) => {
  const { ownerUrl } = message as { ownerUrl: string };
  await seedStory({ ownerUrl, now: systemClock.now(), onProgress: (line: string) => process.send?.(line) });
  process.exit(0);
});
