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
  via: "session" | "api_key" | "job" | "link";
  requestId: string;
  address: string;
  userAgent: string;
};

export type Role =
  | "owner"
  | "operations_lead"
  | "finance"
  | "delivery_manager"
  | "account_manager"
  | "admin"
  | "system";

export const ROLE_NAMES: Record<Role, string> = {
  owner: "Owner",
  operations_lead: "Operations lead",
  finance: "Finance",
  delivery_manager: "Delivery manager",
  account_manager: "Account manager",
  admin: "Administrator",
  system: "Engine Room",
};

/** Whether the viewer belongs to the marketplace's own staff, who read across organisations. */
export function isStaff(viewer: Viewer): boolean {
  return viewer.organizationKind === "marketplace" && viewer.via !== "job";
}
