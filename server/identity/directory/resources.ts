import { GROUP_SCHEMA, USER_SCHEMA } from "./discovery.ts";
import type { GroupRow } from "./groups.read.ts";
import type { UserRow } from "./users.read.ts";

/** A person as RFC 7643, 4.1 writes them. */
export function userResource(row: UserRow): Record<string, unknown> {
  const { id, externalId, userName, name, givenName, familyName, email, active, groups } = row;
  return {
    ...{ schemas: [USER_SCHEMA], id, userName, displayName: name, active },
    ...(externalId === null ? {} : { externalId }),
    name: {
      formatted: name,
      ...(givenName === null ? {} : { givenName }),
      ...(familyName === null ? {} : { familyName }),
    },
    emails: [{ value: email, type: "work", primary: true }],
    groups,
    meta: metaOf("User", row),
  };
}

/** A group as RFC 7643, 4.2 writes it. */
export function groupResource(row: GroupRow): Record<string, unknown> {
  const { id, displayName, externalId, members } = row;
  return {
    ...{ schemas: [GROUP_SCHEMA], id, displayName },
    ...(externalId === null ? {} : { externalId }),
    members,
    meta: metaOf("Group", row),
  };
}

function metaOf(resourceType: "User" | "Group", row: { id: string; createdAt: Date; updatedAt: Date }) {
  const [created, lastModified] = [row.createdAt.toISOString(), row.updatedAt.toISOString()];
  return { resourceType, created, lastModified, location: `/${resourceType}s/${row.id}` };
}
