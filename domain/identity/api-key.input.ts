import { z } from "zod";
import { InvalidInput, parseInput } from "../shared/refusals.ts";
import { isPermission, mayGiveToKeys } from "./key-scopes.ts";
import { PERMISSIONS } from "./permission-list.ts";
import type { Permission } from "./permissions.ts";
import type { Viewer } from "./viewer.ts";

/** How long a key may live at most; one that never ends is forgotten and found by somebody else. */
export const MAX_KEY_DAYS = 365;
/** How many requests a key may send in a minute where its maker says nothing, and at most. */
export const USUAL_PER_MINUTE = 600;
export const MAX_PER_MINUTE = 6_000;

const schema = z.object({
  name: z
    .string({ error: "Give the key a name." })
    .trim()
    .min(1, "Give the key a name that says where it is used.")
    .max(80, "Keep the name within 80 characters."),
  days: z
    .number({ error: "Say for how many days the key works." })
    .int("Write a whole number of days.")
    .min(1, "A key works for at least one day.")
    .max(MAX_KEY_DAYS, `A key works for ${MAX_KEY_DAYS} days at most.`),
  scopes: z
    .array(z.string().max(80), { error: "Say what the key may do." })
    .min(1, "Choose at least one thing that the key may do.")
    .max(200, "These are more permissions than there are."),
  perMinute: z
    .number({ error: "Say how many requests a minute the key may send." })
    .int("Write a whole number of requests.")
    .min(1, "A key sends at least one request a minute.")
    .max(MAX_PER_MINUTE, `A key sends at most ${MAX_PER_MINUTE} requests a minute.`)
    .default(USUAL_PER_MINUTE),
});

export type CreateApiKeyInput = z.input<typeof schema>;
export type NewApiKey = { name: string; days: number; scopes: Permission[]; perMinute: number };

/**
 * A key as the viewer may make it: its scopes are some of what they may do themselves, without what no key is
 * given. Throws InvalidInput.
 */
export function composeKey(viewer: Viewer, input: CreateApiKeyInput): NewApiKey {
  const { scopes, ...rest } = parseInput(schema, input);
  const beyond = scopes.filter((one) => !(isPermission(one) && mayGiveToKeys(viewer, one)));
  if (beyond.length > 0) {
    const message = `You can't give this to a key: ${beyond.join(", ")}.`;
    throw new InvalidInput([{ field: "scopes", message }]);
  }
  return { ...rest, scopes: PERMISSIONS.filter((one) => scopes.includes(one)) };
}
