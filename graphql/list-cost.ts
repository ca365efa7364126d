import { type GraphQLSchema, isObjectType } from "graphql";

/** Rows that a page of a list costs nothing more for; what asks for more pays for it in proportion. */
const USUAL_PAGE = 50;

type Args = { first?: number | null; last?: number | null };
/** What the list and everything in it counts for, by how many rows are asked for. */
const cost = ({ first, last }: Args) => ({
  field: 1,
  multiplier: Math.max(1, Math.min(Math.max(first ?? 0, last ?? 0), 200) / USUAL_PAGE),
});

/**
 * Lets every list that is asked for page by page count by the size of the page. The plugin counts a list as
 * ten rows whatever is asked for, so many lists of two hundred rows would pass its limit.
 */
export function countedByPage(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (field.args.some((arg) => arg.name === "first") && field.extensions.complexity === undefined)
        field.extensions = { ...field.extensions, complexity: cost };
  }
  return schema;
}
