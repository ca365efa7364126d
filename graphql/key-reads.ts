import {
  type DocumentNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { PERMISSIONS } from "../domain/identity/permission-list.ts";
import { may, type Permission } from "../domain/identity/permissions.ts";
import type { Viewer } from "../domain/identity/viewer.ts";
import { NotAllowed } from "../domain/shared/refusals.ts";
import { schema } from "./schema.ts";

type Reader = { type: string; anyOf: ReadonlySet<Permission> };

/**
 * By which permissions a type is read: those of the root queries that answer it, alone or in a list. A type
 * that a public query answers, or no root query at all, is part of what it is reached through.
 */
function readersOfTypes(): Map<string, Reader> {
  const readers = new Map<string, Set<Permission>>();
  const open = new Set<string>();
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const type = shownBy(getNamedType(field.type));
    const permission = permissionOf(field.extensions);
    if (!isObjectType(type)) continue;
    if (permission === null) open.add(type.name);
    else readers.set(type.name, (readers.get(type.name) ?? new Set()).add(permission));
  }
  for (const name of open) readers.delete(name);
  return new Map([...readers].map(([type, anyOf]) => [type, { type, anyOf }]));
}

/** What a list with pages shows; every other type shows itself. */
function shownBy(type: GraphQLNamedType): GraphQLNamedType {
  const step = (of: GraphQLNamedType, name: string) => {
    const field = isObjectType(of) ? of.getFields()[name] : undefined;
    return field && getNamedType(field.type);
  };
  const edge = step(type, "edges");
  return (edge && step(edge, "node")) ?? type;
}

/** The permission that a root field asks for; null where it asks for none by name. */
function permissionOf(extensions: Readonly<Record<string, unknown>>): Permission | null {
  const options = extensions.pothosOptions as { authScopes?: { may?: unknown } } | undefined;
  return PERMISSIONS.find((one) => one === options?.authScopes?.may) ?? null;
}

/** The parts of a document that have a type of their own. */
const TYPED = new Set<string>([Kind.FIELD, Kind.INLINE_FRAGMENT, Kind.FRAGMENT_DEFINITION]);

let readers: Map<string, Reader> | undefined;
const ofDocuments = new WeakMap<DocumentNode, Reader[]>();

/** Everything that a document reads and that has a permission of its own, wherever in it. */
export function readersOf(document: DocumentNode): Reader[] {
  const known = ofDocuments.get(document);
  if (known) return known;
  readers ??= readersOfTypes();
  const found = new Set<Reader>();
  const info = new TypeInfo(schema);
  const see = (type: GraphQLNamedType | null | undefined) => {
    const reader = type && readers?.get((shownBy(type) as GraphQLObjectType).name);
    if (reader) found.add(reader);
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      enter: ({ kind }) => {
        if (TYPED.has(kind)) see(getNamedType(info.getType()));
      },
    }),
  );
  const list = [...found];
  ofDocuments.set(document, list);
  return list;
}

/**
 * The refusal of an operation that reads more than the key it comes with was given; null for one that does
 * not, and for whoever has no scopes. Root fields ask their own permission as well: this is for what is
 * reached through others, such as the invoice of a statement.
 */
export function beyondScopes(viewer: Viewer | null, document: DocumentNode): GraphQLError | null {
  if (!viewer?.scopes) return null;
  const beyond = readersOf(document).filter(({ anyOf }) => ![...anyOf].some((one) => may(viewer, one)));
  if (beyond.length === 0) return null;
  const words = beyond.map(({ type, anyOf }) => `${type} (${[...anyOf].join(" or ")})`).join(", ");
  const originalError = new NotAllowed(`This key was not given what this asks for: ${words}.`);
  return new GraphQLError(originalError.message, { originalError });
}
