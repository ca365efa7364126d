/**
 * Derives two things from the installed `stripe` package, whose declaration files are generated from Stripe's
 * own specification and are therefore independent of our opinion:
 *
 * - the catalogue of every operation of the SDK (name, method, path), for the stand-in's honest 501 answers;
 * - JSON schemas of the request and the response of chosen operations, for the traffic guard of the tests.
 *
 * Run as a program it rewrites `stripe-stand-in/generated/operations.json`; `--check` compares instead
 * and ends with 1 where it is not up to date; `--schemas <wanted.json> <out.json>` writes the schemas of
 * what is wanted.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { SchemaWriter } from "../test/stripe-schemas/schema-writer.mjs";

const require = createRequire(import.meta.url);
const packageFolder = join(dirname(require.resolve("stripe")), "..");
const sdkFolder = join(packageFolder, "esm");
const catalogueFile = fileURLToPath(
  new URL("../stripe-stand-in/generated/operations.json", import.meta.url),
);

/** The version of the installed SDK and the API version that it pins. */
export function sdkVersion() {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const pinned = readFileSync(join(sdkFolder, "apiVersion.js"), "utf8").match(/'(\d{4}-[^']+)'/);
  return { sdk: version, api: pinned?.[1] ?? "unknown" };
}

/** Every operation of the SDK as `{ name, method, path, file, className, methodName }`, sorted by name. */
export function readCatalogue() {
  return filesBelow(join(sdkFolder, "resources"), ".js")
    .flatMap(operationsOf)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Schemas of the named operations and of the named resources.
 * @returns `{ definitions, operations: { [name]: { request, response } }, resources: { [object]: ref } }`
 */
export function deriveSchemas({ operationNames, resources }) {
  const wanted = readCatalogue().filter((operation) => operationNames.includes(operation.name));
  const missing = operationNames.filter((name) => !wanted.some((operation) => operation.name === name));
  if (missing.length > 0) throw new Error(`The SDK has no operation named ${missing.join(", ")}.`);
  const roots = [
    ...wanted.map((o) => declarationOf(o.file)),
    ...resources.map((r) => join(sdkFolder, r.file)),
  ];
  const program = ts.createProgram([...new Set(roots)], { skipLibCheck: true, types: [], noLib: true });
  const writer = new SchemaWriter({ checker: program.getTypeChecker(), folder: sdkFolder });
  const operations = Object.fromEntries(
    wanted.map((operation) => [operation.name, schemasOf({ operation, program, writer })]),
  );
  const byObject = Object.fromEntries(
    resources.map(({ object, file, type }) => {
      const source = program.getSourceFile(join(sdkFolder, file));
      const declared = source?.statements.find((s) => ts.isInterfaceDeclaration(s) && s.name.text === type);
      if (declared === undefined) throw new Error(`No interface ${type} in ${file}.`);
      return [object, writer.response(declared)];
    }),
  );
  return { definitions: writer.definitions, operations, resources: byObject };
}

function schemasOf({ operation, program, writer }) {
  const source = program.getSourceFile(declarationOf(operation.file));
  const declared = source?.statements.find(
    (s) => ts.isClassDeclaration(s) && s.name?.text === operation.className,
  );
  const method = declared?.members.find((m) => m.name?.getText() === operation.methodName);
  if (method === undefined) throw new Error(`No declaration of ${operation.name}.`);
  const params = method.parameters.find((p) => p.name.getText() === "params");
  const request = params?.type
    ? writer.request(params.type)
    : { type: "object", additionalProperties: false };
  return { request, response: writer.result(method.type) };
}

function operationsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ESNext, true);
  const folder = relative(join(sdkFolder, "resources"), file).replace(/\.js$/, "").split("/");
  const found = [];
  for (const statement of source.statements) {
    if (!ts.isClassDeclaration(statement)) continue;
    for (const member of statement.members) {
      const call = ts.isMethodDeclaration(member) ? requestCallIn(member) : undefined;
      if (call === undefined) continue;
      const methodName = member.name.getText();
      found.push({
        name: [...folder.map(lowerFirst), methodName].join("."),
        method: call.method,
        path: call.path,
        file,
        className: statement.name.text,
        methodName,
      });
    }
  }
  return found;
}

function requestCallIn(member) {
  let call;
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === "this._makeRequest") {
      const [method, path] = node.arguments;
      // An address that an event brings along is not an operation.
      if (!ts.isStringLiteral(method) || !(ts.isStringLiteralLike(path) || ts.isTemplateExpression(path)))
        return;
      const text = path.getText().slice(1, -1);
      call ??= { method: method.text, path: text.replaceAll(/\$\{encodeURIComponent\((\w+)\)\}/g, "{$1}") };
    }
    ts.forEachChild(node, visit);
  };
  visit(member);
  return call;
}

function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.endsWith("index.js"))
    .map((name) => join(folder, name));
}

function declarationOf(file) {
  return file.replace(/\.js$/, ".d.ts");
}

function lowerFirst(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The text of `operations.json`. */
export function catalogueText() {
  const rows = readCatalogue().map(({ name, method, path }) => JSON.stringify([name, method, path]));
  const head = JSON.stringify(sdkVersion()).slice(0, -1);
  return `${head},"operations":[\n${rows.join(",\n")}\n]}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [command, input, output] = process.argv.slice(2);
  if (command === "--check") process.exit(catalogueText() === readFileSync(catalogueFile, "utf8") ? 0 : 1);
  else if (command === "--schemas") {
    writeFileSync(output, JSON.stringify(deriveSchemas(JSON.parse(readFileSync(input, "utf8")))));
  } else writeFileSync(catalogueFile, catalogueText());
}
