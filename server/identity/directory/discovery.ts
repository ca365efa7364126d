import { MOST_OF_A_PAGE } from "../../../domain/identity/directory/resources.ts";

export const USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const LIST_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const ERROR_SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

/** What this end point can do (RFC 7643, 5). */
export const SERVICE_PROVIDER = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_OF_A_PAGE },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: "oauthbearertoken",
      name: "Bearer token",
      description: "A token of the organisation's, from its page on single sign-on.",
      primary: true,
    },
  ],
};

export const RESOURCE_TYPES = [
  {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    ...{ id: "User", name: "User", endpoint: "/Users", schema: USER_SCHEMA },
    description: "A person of the organisation",
  },
  {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
    ...{ id: "Group", name: "Group", endpoint: "/Groups", schema: GROUP_SCHEMA },
    description: "A group of people, which may give a role",
  },
];

type More = Record<string, unknown>;
const attribute = (name: string, type: string, more: More = {}) => ({
  ...{ name, type, multiValued: false, description: name, required: false, caseExact: false },
  ...{ mutability: "readWrite", returned: "default", uniqueness: "none" },
  ...more,
});
const text = (name: string, more: More = {}) => attribute(name, "string", more);
const READ_ONLY = { mutability: "readOnly" };

const reference = (name: string, of: string, mutability: string) =>
  attribute(name, "complex", {
    ...{ multiValued: true, mutability },
    subAttributes: [
      text("value", { mutability: "immutable" }),
      text("display", READ_ONLY),
      attribute("$ref", "reference", { ...READ_ONLY, referenceTypes: [of] }),
    ],
  });

/** The attributes that are kept here; a directory may send more, and they count for nothing. */
export const SCHEMAS = [
  {
    ...{ id: USER_SCHEMA, name: "User", description: "A person of the organisation" },
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    attributes: [
      text("userName", { required: true, uniqueness: "server" }),
      text("externalId", { caseExact: true }),
      attribute("name", "complex", {
        subAttributes: ["formatted", "givenName", "familyName"].map((one) => text(one)),
      }),
      text("displayName"),
      attribute("active", "boolean"),
      attribute("emails", "complex", {
        ...{ multiValued: true, mutability: "immutable" },
        subAttributes: [text("value"), text("type"), attribute("primary", "boolean")],
      }),
      reference("groups", "Group", "readOnly"),
    ],
    meta: { resourceType: "Schema", location: `/scim/v2/Schemas/${USER_SCHEMA}` },
  },
  {
    ...{ id: GROUP_SCHEMA, name: "Group", description: "A group of people" },
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
    attributes: [
      text("displayName", { required: true, uniqueness: "server" }),
      text("externalId", { caseExact: true }),
      reference("members", "User", "readWrite"),
    ],
    meta: { resourceType: "Schema", location: `/scim/v2/Schemas/${GROUP_SCHEMA}` },
  },
];
