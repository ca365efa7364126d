import {
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from "graphql";
import { schema } from "../../graphql/schema.ts";

/** Both roots of the schema, by name. */
export const rootFields = {
  query: Object.keys(schema.getQueryType()?.getFields() ?? {}),
  mutation: Object.keys(schema.getMutationType()?.getFields() ?? {}),
};

/**
 * An operation that asks a root field for everything it can answer, to the given depth: whatever the schema
 * will offer tomorrow is asked for tomorrow.
 */
export function probeDocument(root: "query" | "mutation", name: string, depth: number): string {
  const type = root === "query" ? schema.getQueryType() : schema.getMutationType();
  const field = type?.getFields()[name];
  if (!field) throw new Error(`The schema has no ${root} ${name}.`);
  const args = field.args.filter((arg) => arg.defaultValue === undefined);
  const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  const [signature, call] = declared ? [`(${declared})`, `(${given})`] : ["", ""];
  return `${root} Probe${signature} { ${name}${call} ${selection(field.type, depth)} }`;
}

function selection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isUnionType(named) || isInterfaceType(named)) {
    const members = isUnionType(named) ? named.getTypes() : schema.getPossibleTypes(named);
    const parts = members.map((one) => `... on ${one.name} ${selection(one, depth)}`);
    return `{ __typename ${parts.join(" ")} }`;
  }
  if (!isObjectType(named)) return "";
  const fields = Object.values(named.getFields()).filter((one) => askable(one, depth));
  return `{ __typename ${fields.map((one) => `${alias(named.name, one)} ${selection(one.type, depth - 1)}`).join(" ")} }`;
}

/**
 * Members of a union may call fields of different types by the same name, so each carries its type's
 * name.
 */
function alias(typeName: string, field: GraphQLField<unknown, unknown>): string {
  return `${typeName}_${field.name}: ${field.name}`;
}

function askable(field: GraphQLField<unknown, unknown>, depth: number): boolean {
  return !field.args.some(isRequiredArgument) && (depth > 0 || !isCompositeType(getNamedType(field.type)));
}
