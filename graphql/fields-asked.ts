import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionNode } from "graphql";

/**
 * The names of the fields that the operation asks for under a path from this field: `fieldsAsked(info,
 * "facets")`. Fragments count whatever their type, and @skip and @include are not looked at, so the
 * answer may be too wide and is never too narrow. What is not asked for need not be read.
 */
export function fieldsAsked(info: GraphQLResolveInfo, ...path: string[]): ReadonlySet<string> {
  let fields: readonly FieldNode[] = info.fieldNodes.flatMap((node) => below(info, node));
  for (const step of path)
    fields = fields.filter((node) => node.name.value === step).flatMap((node) => below(info, node));
  return new Set(fields.map((node) => node.name.value));
}

function below(info: GraphQLResolveInfo, node: FieldNode): FieldNode[] {
  return (node.selectionSet?.selections ?? []).flatMap((one) => fieldsOf(info, one));
}

function fieldsOf(info: GraphQLResolveInfo, selection: SelectionNode): FieldNode[] {
  switch (selection.kind) {
    case Kind.FIELD:
      return [selection];
    case Kind.INLINE_FRAGMENT:
      return selection.selectionSet.selections.flatMap((one) => fieldsOf(info, one));
    case Kind.FRAGMENT_SPREAD:
      return (info.fragments[selection.name.value]?.selectionSet.selections ?? []).flatMap((one) =>
        fieldsOf(info, one),
      );
    default: {
      const never: never = selection;
      return never;
    }
  }
}
