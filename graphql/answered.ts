import {
  type DocumentNode,
  type ExecutionResult,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import { schema } from "./schema.ts";

const labels = new WeakMap<DocumentNode, Map<string, string>>();

/** What an operation is called: its own name, or what it asks for where it has none. */
export function labelOf(document: DocumentNode, operationName?: string | null): string {
  const ofDocument = labels.get(document) ?? new Map<string, string>();
  labels.set(document, ofDocument);
  const known = ofDocument.get(operationName ?? "");
  if (known !== undefined) return known;
  const operations = document.definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  const asked = operations.find((one) => one.name?.value === operationName) ?? operations[0];
  const label = asked?.name?.value ?? unnamed(asked);
  // A name is the caller's own text and could be any; what is kept of a document is bounded.
  if (ofDocument.size < 10) ofDocument.set(operationName ?? "", label);
  return label;
}

function unnamed(operation: OperationDefinitionNode | undefined): string {
  if (!operation) return "";
  const fields = operation.selectionSet.selections.map((one) =>
    one.kind === Kind.FIELD ? one.name.value : "…",
  );
  const shown = fields.slice(0, 3).join(", ");
  return `${operation.operation} ${shown}${fields.length > 3 ? ", …" : ""}`;
}

/** answered, failed, or what an operation was refused with. */
export function outcomeOf(result: Pick<ExecutionResult, "data" | "errors">): string {
  const first = result.errors?.[0];
  if (first) {
    const { code } = first.extensions;
    return code === "internal" ? "failed" : `refused: ${typeof code === "string" ? code : "not_valid"}`;
  }
  for (const value of Object.values(result.data ?? {})) {
    const name = typeName(value);
    if (name && isRefusal(name)) return `refused: ${name}`;
  }
  return "answered";
}

function typeName(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("__typename" in value)) return null;
  return typeof value.__typename === "string" ? value.__typename : null;
}

function isRefusal(name: string): boolean {
  const type = schema.getType(name);
  const refusal = schema.getType("Refusal");
  return isObjectType(type) && isInterfaceType(refusal) && type.getInterfaces().includes(refusal);
}
