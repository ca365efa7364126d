/**
 * Writes JSON schemas from type nodes of the Stripe SDK's declaration files.
 *
 * It reads the syntax and asks the checker only what a name refers to: the files are generated and use few
 * constructs, so one process covers every operation in about two seconds. What would make the check blind is
 * left out on purpose: `OtherString` opens every enum, and an expandable `string | Charge | null` would
 * pull in half of the API; it becomes an id or an object that says what it is.
 */
import { relative } from "node:path";
import ts from "typescript";

const anyObjectWithId = {
  type: "object",
  required: ["id", "object"],
  properties: { id: { type: "string" }, object: { type: "string" } },
};

export class SchemaWriter {
  definitions = {};
  #checker;
  #folder;

  constructor({ checker, folder }) {
    this.#checker = checker;
    this.#folder = folder;
  }

  /** The schema of a parameter's type. */
  request(node) {
    return this.#fromType(node);
  }

  /** The schema of a declared interface. */
  response(declaration) {
    return this.#define(declaration);
  }

  #define(declaration) {
    const file = relative(this.#folder, declaration.getSourceFile().fileName).replace(/\.d\.ts$/, "");
    const key = `${file}.${qualifiedName(declaration)}`.replaceAll("/", "_");
    if (!(key in this.definitions)) {
      this.definitions[key] = {};
      Object.assign(
        this.definitions[key],
        ts.isTypeAliasDeclaration(declaration)
          ? this.#fromType(declaration.type)
          : this.#fromInterface(declaration),
      );
    }
    return { $ref: `#/definitions/${key}` };
  }

  #fromInterface(declaration) {
    const schema = { type: "object", properties: {}, required: [], additionalProperties: false };
    for (const clause of declaration.heritageClauses ?? []) {
      for (const parent of clause.types) {
        const inherited = this.#fromInterface(this.#declarationNamed(parent.expression));
        Object.assign(schema.properties, inherited.properties ?? {});
        schema.required.push(...(inherited.required ?? []));
      }
    }
    this.#addMembers({ schema, members: declaration.members });
    // The declaration files leave an interface empty where the content is anybody's.
    return Object.keys(schema.properties).length === 0 && schema.additionalProperties === false
      ? { type: "object" }
      : schema;
  }

  #addMembers({ schema, members }) {
    for (const member of members) {
      if (ts.isIndexSignatureDeclaration(member)) {
        schema.additionalProperties = this.#fromType(member.type);
        continue;
      }
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      const name = member.name.text ?? member.name.getText();
      schema.required = schema.required.filter((required) => required !== name);
      // `deleted?: void` marks the living half of a union and never travels.
      if (member.type.kind === ts.SyntaxKind.VoidKeyword) continue;
      schema.properties[name] = this.#fromType(member.type);
      if (member.questionToken === undefined) schema.required.push(name);
    }
  }

  #fromType(node) {
    if (ts.isParenthesizedTypeNode(node)) return this.#fromType(node.type);
    if (ts.isLiteralTypeNode(node)) return this.#fromLiteral(node.literal);
    if (ts.isArrayTypeNode(node)) return { type: "array", items: this.#fromType(node.elementType) };
    if (ts.isUnionTypeNode(node)) return this.#fromUnion(node.types);
    if (ts.isTypeReferenceNode(node)) return this.#fromReference(node);
    if (ts.isTypeLiteralNode(node)) {
      const schema = { type: "object", properties: {}, required: [], additionalProperties: false };
      this.#addMembers({ schema, members: node.members });
      return schema;
    }
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: "string" };
      case ts.SyntaxKind.NumberKeyword:
        return { type: "number" };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: "boolean" };
      // The SDK turns v2 int64 strings into bigints; on the wire they are digits in a string.
      case ts.SyntaxKind.BigIntKeyword:
        return { type: "string", pattern: "^-?\\d+$" };
      case ts.SyntaxKind.UnknownKeyword:
      case ts.SyntaxKind.AnyKeyword:
        return {};
      default:
        throw new Error(`No schema for ${node.getText()} in ${node.getSourceFile().fileName}.`);
    }
  }

  #fromLiteral(literal) {
    if (literal.kind === ts.SyntaxKind.NullKeyword) return { type: "null" };
    if (literal.kind === ts.SyntaxKind.TrueKeyword) return { const: true };
    if (literal.kind === ts.SyntaxKind.FalseKeyword) return { const: false };
    return { const: ts.isNumericLiteral(literal) ? Number(literal.text) : literal.text };
  }

  #fromUnion(types) {
    const named = types.filter((type) => referenceName(type) !== "OtherString");
    const hasString = named.some((type) => type.kind === ts.SyntaxKind.StringKeyword);
    const isResource = (type) => {
      const declared = ts.isTypeReferenceNode(type) ? this.#declarationNamed(type.typeName) : undefined;
      return declared !== undefined && hasIdAndObject(declared);
    };
    const expandable = hasString && named.some(isResource);
    const kept = expandable ? named.filter((type) => !isResource(type)) : named;
    const schemas = kept.map((type) => this.#fromType(type));
    if (expandable) schemas.push(anyObjectWithId);
    const constants = schemas.filter((schema) => "const" in schema).map((schema) => schema.const);
    const others = schemas.filter((schema) => !("const" in schema));
    if (constants.length > 0) others.unshift({ enum: constants });
    return others.length === 1 ? others[0] : { anyOf: others };
  }

  #fromReference(node) {
    const [argument] = node.typeArguments ?? [];
    switch (referenceName(node)) {
      case "Array":
        return { type: "array", items: this.#fromType(argument) };
      case "Emptyable":
        return { anyOf: [{ const: "" }, { type: "null" }, this.#fromType(argument)] };
      case "Decimal":
        return { type: "string", pattern: "^-?\\d+(\\.\\d+)?$" };
      case "ApiList":
        return listOf(this.#fromType(argument));
      case "OtherString":
        return { type: "string" };
      // A file travels as a part of a multipart body: its bytes, its name and its type.
      case "FileData":
        return {
          ...{ type: "object", required: ["data", "name", "type"], additionalProperties: false },
          properties: { data: { type: "string" }, name: { type: "string" }, type: { type: "string" } },
        };
      case "Partial":
        return { type: "object" };
      // An event is checked by the type of its `data.object`, not by a union of every event there is.
      case "Event":
        return this.#define(
          siblingNamed({ declaration: this.#declarationNamed(node.typeName), name: "EventBase" }),
        );
      default:
        return this.#define(this.#declarationNamed(node.typeName));
    }
  }

  #declarationNamed(name) {
    let symbol = this.#checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = this.#checker.getAliasedSymbol(symbol);
    const declaration = symbol?.declarations?.find(
      (d) => ts.isInterfaceDeclaration(d) || ts.isTypeAliasDeclaration(d),
    );
    if (declaration === undefined) throw new Error(`Nothing declares ${name.getText()}.`);
    return declaration;
  }

  /** The type behind `Promise<Response<T>>` or `ApiListPromise<T>`. */
  result(node) {
    const [argument] = node.typeArguments ?? [];
    const name = referenceName(node);
    if (name === "Promise" || name === "Response") return this.result(argument);
    if (name === "ApiListPromise") return listOf(this.#fromType(argument));
    return this.#fromType(node);
  }
}

function listOf(items) {
  return {
    type: "object",
    required: ["object", "data", "has_more", "url"],
    additionalProperties: false,
    properties: {
      object: { const: "list" },
      data: { type: "array", items },
      has_more: { type: "boolean" },
      url: { type: "string" },
      total_count: { type: "number" },
    },
  };
}

function siblingNamed({ declaration, name }) {
  return declaration
    .getSourceFile()
    .statements.find((s) => ts.isInterfaceDeclaration(s) && s.name.text === name);
}

function hasIdAndObject(declaration) {
  if (ts.isTypeAliasDeclaration(declaration)) return !isEnumOfWords(declaration.type);
  const names = declaration.members.map((member) => member.name?.getText());
  return names.includes("id") && names.includes("object");
}

function isEnumOfWords(type) {
  const parts = ts.isUnionTypeNode(type) ? type.types : [type];
  return parts.every((part) => ts.isLiteralTypeNode(part) || referenceName(part) === "OtherString");
}

function referenceName(node) {
  return ts.isTypeReferenceNode(node) ? node.typeName.getText() : undefined;
}

function qualifiedName(declaration) {
  const names = [declaration.name.text];
  for (let parent = declaration.parent; parent && !ts.isSourceFile(parent); parent = parent.parent) {
    if (ts.isModuleDeclaration(parent)) names.unshift(parent.name.text);
  }
  return names.join("-");
}
