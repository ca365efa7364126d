import { z } from "zod";
import { DomainError } from "../shared/domain-error.ts";
import { InvalidInput, parseInput } from "../shared/refusals.ts";
import { ALWAYS } from "./granting.ts";
import { composable, may, type Permission, rolesOf } from "./permissions.ts";
import { ROLE_NAMES, type Viewer } from "./viewer.ts";

/** Roles that an organisation may make. */
export const MOST_CUSTOM_ROLES = 50;

const schema = z.object({
  name: z
    .string({ error: "Give the role a name." })
    .trim()
    .min(1, "Give the role a name that colleagues understand.")
    .max(60, "Keep the name within 60 characters."),
  permissions: z.array(z.string().max(80)).max(200, "These are more permissions than there are."),
});

export type CustomRoleInput = z.input<typeof schema>;
export type CustomRole = { name: string; permissions: Permission[] };

/**
 * A role as the viewer may make it: only what roles of their kind of organisation carry, nothing that is the
 * head's own, and nothing that the viewer does not hold. Throws InvalidInput.
 */
export function composeRole(viewer: Viewer, input: unknown): CustomRole {
  const { name, permissions } = parseInput(schema, input);
  const kind = viewer.organizationKind;
  if (rolesOf(kind).some((role) => ROLE_NAMES[role].toLowerCase() === name.toLowerCase()))
    throw new InvalidInput([{ field: "name", message: "There is a role of this name already." }]);
  const allowed = composable(kind).filter((one) => may(viewer, one));
  const beyond = permissions.filter((one) => !allowed.some((own) => own === one));
  if (beyond.length > 0)
    throw new InvalidInput([
      {
        field: "permissions",
        message: `This can't be given with a role of your own: ${beyond.join(", ")}.`,
      },
    ]);
  const chosen = new Set<string>([...ALWAYS, ...permissions]);
  return { name, permissions: allowed.filter((one) => chosen.has(one)) };
}

/** A role that somebody holds, or is invited to, is not taken from under them. */
export class RoleHeld extends DomainError {
  constructor(holders: number) {
    const who = holders === 1 ? "One person holds" : `${holders} people hold`;
    super({
      code: "role_held",
      message: `${who} this role or are invited to it. Give them another one first.`,
    });
  }
}

export class TooManyRoles extends DomainError {
  constructor() {
    super({ code: "too_many_roles", message: `An organisation makes at most ${MOST_CUSTOM_ROLES} roles.` });
  }
}
