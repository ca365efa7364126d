import { NotFound } from "../../domain/shared/refusals.ts";
import { removeCustomRole, saveCustomRole } from "../../server/identity/people/custom-roles.ts";
import { organizationRoles } from "../../server/identity/people/roles.read.ts";
import { builder } from "../builder.ts";
import { RoleType } from "./people.ts";

const Removed = builder.objectRef<{ id: string }>("CustomRoleRemoved").implement({
  fields: (t) => ({ roleId: t.exposeID("id") }),
});

const SaveInput = builder.inputType("SaveCustomRoleInput", {
  fields: (t) => ({
    roleId: t.id({ description: "The role to change; without it a new one is made." }),
    name: t.string({ required: true }),
    permissions: t.stringList({ required: true }),
    idempotencyKey: t.string(),
  }),
});
const RemoveInput = builder.inputType("RemoveCustomRoleInput", {
  fields: (t) => ({ roleId: t.id({ required: true }), idempotencyKey: t.string() }),
});

builder.mutationFields((t) => ({
  saveCustomRole: t.field({
    type: RoleType,
    description: "Makes a role of the organisation's own, or changes one for all who hold it.",
    errors: {},
    authScopes: { may: "role:manage" },
    args: { input: t.arg({ type: SaveInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      const { idempotencyKey, roleId, name, permissions } = input;
      const given = { id: roleId ? String(roleId) : null, name, permissions };
      const { id } = await saveCustomRole(context.caller(idempotencyKey), given);
      const roles = await organizationRoles(context.read, context.signedIn());
      const saved = roles.find((one) => one.value === id);
      if (!saved) throw new NotFound("role");
      return saved;
    },
  }),
  removeCustomRole: t.field({
    type: Removed,
    errors: {},
    authScopes: { may: "role:manage" },
    args: { input: t.arg({ type: RemoveInput, required: true }) },
    resolve: (_root, { input }, context) =>
      removeCustomRole(context.caller(input.idempotencyKey), { id: String(input.roleId) }),
  }),
}));
