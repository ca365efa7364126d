import { globSync, readFileSync } from "node:fs";
import { parse } from "graphql";
import { wholeDocuments } from "../../graphql/whole-documents.ts";

/** Every document that a page ships, as it is sent. */
export function shippedDocuments(): string[] {
  const texts = globSync("app/**/*.graphql.ts").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/graphql\(`([^`]*)`\)/g)].map((match) => match[1] as string),
  );
  return wholeDocuments(texts.map((text) => parse(text)));
}
