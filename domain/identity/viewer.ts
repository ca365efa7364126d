import type { Permission } from "./permissions.ts";

export type OrganizationKind = "buyer" | "provider" | "marketplace";

/** Who is asking: a person acting for one organisation in one role. Every decision starts from this value. */
export type Viewer = {
  userId: string;
  name: string;
  email: string;
  organizationId: string;
  organizationName: string;
  organizationKind: OrganizationKind;
  /** IANA zone of the organisation; what is shown without a contract's zone is shown in it. */
  zone: string;
  role: Role;
  /** A role that the organisation made itself; it stands in the place of `role` in every decision. */
  customRole?: { name: string; permissions: readonly Permission[] } | undefined;
  /** What an API key was given of what its member may; undefined where nothing narrows the role. */
  scopes?: readonly Permission[];
  via: "session" | "api_key" | "job" | "link" | "sso" | "directory";
  /** When the person last proved that it is them, in milliseconds since 1970; only a session knows it. */
  stepUpAt?: number | null;
  /** Which session (its public id) or which API key (its id) it was. */
  credential?: string;
  /** The organisation's own sign-in that opened the session; it is good for that organisation alone. */
  ssoConnectionId?: string;
  requestId: string;
  address: string;
  userAgent: string;
};

export type Role =
  | "owner"
  | "operations_lead"
  | "finance"
  | "delivery_manager"
  | "member"
  | "account_manager"
  | "vetting_officer"
  | "admin"
  | "auditor"
  | "system";

export const ROLE_NAMES: Record<Role, string> = {
  owner: "Owner",
  operations_lead: "Operations lead",
  finance: "Finance",
  delivery_manager: "Delivery manager",
  member: "Member",
  account_manager: "Account manager",
  vetting_officer: "Vetting officer",
  admin: "Administrator",
  auditor: "Auditor",
  system: "Engine Room",
};

/** What the viewer's role is called, in the organisation's own words where the role is its own. */
export function roleNameOf(viewer: Pick<Viewer, "role" | "customRole">): string {
  return viewer.customRole?.name ?? ROLE_NAMES[viewer.role];
}

/** Whether the viewer belongs to the marketplace's own staff, who read across organisations. */
export function isStaff(viewer: Viewer): boolean {
  return viewer.organizationKind === "marketplace" && viewer.via !== "job";
}
