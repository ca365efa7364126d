/** A change of the code that makes a hole in every root field; each field's own probes have to see it. */
export type CodeHole = {
  kind: string;
  edits: { file: string; find: string; put: string }[];
  /** Which probes are asked: those of queries, of mutations, of nodes, or of conditions left out in turns. */
  slice: "queries" | "mutations" | "nodes" | "conditions";
};

const SCOPES = "graphql/builder.ts";
const signedIn = { file: SCOPES, find: "signedIn: context.viewer !== null,", put: "signedIn: true," };
const wholeRole = {
  file: SCOPES,
  find: "wholeRole: context.viewer !== null && context.viewer.scopes === undefined,",
  put: "wholeRole: true,",
};
const may = (put: string) => ({
  file: SCOPES,
  find: "may: (permission: Permission) => may(context.viewer, permission),",
  put: `may: (_permission: Permission) => ${put},`,
});
const commandAsks = (put: string) => ({
  file: "server/command.ts",
  find: ": may(viewer, permission);",
  put: `: ${put};`,
});
const ANOTHER = '"engagement:read"';

export const CODE_HOLES: readonly CodeHole[] = [
  { kind: "scope of a query dropped", edits: [signedIn, wholeRole, may("true")], slice: "queries" },
  {
    kind: "query asks another permission",
    edits: [may(`may(context.viewer, ${ANOTHER})`)],
    slice: "queries",
  },
  {
    kind: "scope and permission of a mutation dropped",
    edits: [signedIn, wholeRole, may("context.viewer !== null"), commandAsks("true")],
    slice: "mutations",
  },
  {
    kind: "mutation asks another permission",
    edits: [may(`may(context.viewer, ${ANOTHER})`), commandAsks(`may(viewer, ${ANOTHER})`)],
    slice: "mutations",
  },
  {
    kind: "node answered without its permission",
    edits: [
      {
        file: "graphql/node.ts",
        find: "if (!kind || !may(context.viewer, DOORS[kind].permission)) return null;",
        put: "if (!kind || !may) return null;",
      },
    ],
    slice: "nodes",
  },
  { kind: "where of the tenant dropped", edits: [], slice: "conditions" },
];
