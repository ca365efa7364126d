import { type DocumentNode, type FragmentDefinitionNode, Kind, print, visit } from "graphql";

/** Operations as they are sent: each with the fragments that it spreads, which other documents may hold. */
export function wholeDocuments(documents: readonly DocumentNode[]): string[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { definitions } of documents)
    for (const one of definitions)
      if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  return documents.flatMap(({ definitions }) =>
    definitions
      .filter((one) => one.kind === Kind.OPERATION_DEFINITION)
      .map((operation) => {
        const used = new Set<FragmentDefinitionNode>();
        const collect = (of: typeof operation | FragmentDefinitionNode): void => {
          visit(of, {
            enter: (node) => {
              const fragment =
                node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : undefined;
              if (!fragment || used.has(fragment)) return;
              used.add(fragment);
              collect(fragment);
            },
          });
        };
        collect(operation);
        return print({ kind: Kind.DOCUMENT, definitions: [operation, ...used] });
      }),
  );
}
