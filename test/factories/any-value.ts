import {
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from "graphql";

/** A value that fits an input type, and means nothing. */
export function anyValue(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return anyValue(type.ofType);
  if (isListType(type)) return [anyValue(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(fields.map((field) => [field.name, anyValue(field.type)]));
  }
  const simple: Record<string, unknown> = {
    ...{ Int: 1, Float: 1, Boolean: false, BigInt: "1", JSON: {} },
    ...{ Date: "2026-01-01", DateTime: "2026-01-01T00:00:00Z", ID: "0199c0de-0000-7000-8000-000000000000" },
  };
  return simple[type.name] ?? "x";
}
