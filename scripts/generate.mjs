// Everything that is made from the sources and not committed: the Prisma client, the Pothos types, the typed
// documents of the pages. schema.graphql is made here too and is committed, so that its changes are reviewed.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
// Prisma looks its second generator up on the path.
const PATH = `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
const quiet = { cwd: root, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, PATH } };

execFileSync(process.execPath, [join(root, "node_modules/prisma/build/index.js"), "generate"], quiet);

const { buildSchema, parse, printSchema } = await import("graphql");
const { lexicographicSortSchema } = await import("graphql");
const { schema } = await import("../graphql/schema.ts");
const sdl = `${printSchema(lexicographicSortSchema(schema))}\n`;
writeIfChanged(join(root, "graphql/schema.graphql"), sdl);

const { codegen } = await import("@graphql-codegen/core");
const { preset } = await import("@graphql-codegen/client-preset");
const documents = globSync("app/**/*.graphql.ts", { cwd: root })
  .sort()
  .flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/graphql\(`([^`]*)`\)/g)].map((match) => ({
      location: file,
      document: parse(match[1]),
      rawSDL: match[1],
    })),
  );
const config = {
  useTypeImports: true,
  enumsAsTypes: true,
  scalars: { DateTime: "string", Date: "string", BigInt: "string", JSON: "unknown" },
  importExtension: ".ts",
  emitLegacyCommonJSImports: false,
};
const sections = await preset.buildGeneratesSection({
  baseOutputDir: join(root, "app/gql/"),
  schema: parse(sdl),
  schemaAst: buildSchema(sdl),
  documents,
  config,
  plugins: [],
  pluginMap: {},
  presetConfig: { fragmentMasking: false },
  documentTransforms: [],
});
for (const section of sections) {
  const text = await codegen({ ...section, cache: undefined });
  mkdirSync(dirname(section.filename), { recursive: true });
  writeIfChanged(section.filename, `// @ts-nocheck\n${text}`);
}

// What a session or a visitor may send over HTTP: the documents of the pages, as they are printed.
const { wholeDocuments } = await import("../graphql/whole-documents.ts");
const digests = wholeDocuments(documents.map(({ document }) => document)).map((text) =>
  createHash("sha256").update(text).digest("hex"),
);
writeIfChanged(
  join(root, "server/generated/trusted-documents.json"),
  `${JSON.stringify(digests.sort())}\n`,
);

function writeIfChanged(file, text) {
  let before = "";
  try {
    before = readFileSync(file, "utf8");
  } catch {}
  if (before !== text) writeFileSync(file, text);
}
