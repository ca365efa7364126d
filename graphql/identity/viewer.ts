import { PERMISSIONS } from "../../domain/identity/permission-list.ts";
import { may } from "../../domain/identity/permissions.ts";
import type { Viewer } from "../../domain/identity/viewer.ts";
import { ROLE_NAMES, roleNameOf } from "../../domain/identity/viewer.ts";
import { type MembershipSummary, membershipsOf } from "../../server/identity/places.ts";
import { unreadWarnings } from "../../server/service-levels/warning.read.ts";
import { builder } from "../builder.ts";

const Membership = builder.objectRef<MembershipSummary>("ViewerMembership").implement({
  fields: (t) => ({
    organizationId: t.exposeString("organizationId"),
    organization: t.exposeString("organization"),
    kind: t.exposeString("kind"),
    role: t.string({ resolve: (one) => one.customRole ?? ROLE_NAMES[one.role] }),
  }),
});

const ViewerType = builder.objectRef<Viewer>("Viewer").implement({
  description: "The person who asks, acting for one organisation in one role.",
  fields: (t) => ({
    userId: t.exposeString("userId"),
    name: t.exposeString("name"),
    email: t.exposeString("email"),
    organizationId: t.exposeString("organizationId"),
    organizationName: t.exposeString("organizationName"),
    organizationKind: t.exposeString("organizationKind"),
    zone: t.exposeString("zone"),
    role: t.exposeString("role"),
    roleName: t.string({ resolve: roleNameOf }),
    permissions: t.stringList({ resolve: (viewer) => PERMISSIONS.filter((one) => may(viewer, one)) }),
    unreadWarnings: t.int({
      description: "How many warnings they have not read, counted up to a hundred.",
      resolve: (viewer, _args, context) =>
        may(viewer, "warning:read")
          ? unreadWarnings(context.read, { viewer, now: context.clock.now().toString() })
          : 0,
    }),
    memberships: t.field({
      type: [Membership],
      resolve: (viewer, _args, context) => membershipsOf(context.read, viewer.userId),
    }),
  }),
});

builder.queryField("viewer", (t) =>
  t.field({
    type: ViewerType,
    nullable: true,
    description: "Who the session or API key stands for; null for a visitor.",
    authScopes: { public: true },
    resolve: (_root, _args, context) => context.viewer,
  }),
);
