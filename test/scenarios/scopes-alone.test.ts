import { expect, test } from "vitest";
import { answersOf, differing, withoutRowSecurity } from "../factories/answers.ts";
import { NOW, probeCast } from "../factories/probe-cast.ts";
import { QUERIES } from "../factories/probe-lines.ts";
import { openProber } from "../factories/prober.ts";
import { openWorld } from "../world.ts";

test("every query answers the same where the conditions of the code are the one wall", async () => {
  const world = await openWorld({ now: NOW.toString() });
  const prober = await openProber(world, await probeCast(world));
  await world.stripe();
  const behindBoth = new Map<string, Record<string, string>>();
  for (const field of Object.keys(QUERIES)) behindBoth.set(field, await answersOf(prober, field));
  await withoutRowSecurity(world.owner);
  const held: Record<string, string[]> = {};
  for (const [field, before] of behindBoth) {
    const other = differing(before, await answersOf(prober, field));
    if (other.length > 0) held[field] = other;
  }
  expect(held).toEqual({});
  await world.close();
});
