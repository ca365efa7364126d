import { schemaText } from "../../prisma/schema-engine.ts";

export type SchemaColumn = { table: string; column: string; type: string };

/** Every column of the schema but relations; one of ids has the type Uuid. */
export function schemaColumns(): SchemaColumn[] {
  const text = schemaText();
  const models = new Set([...text.matchAll(/^model (\w+) \{/gm)].map(([, name]) => name));
  return [...text.matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)].flatMap(([, body = ""]) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
    return [...body.matchAll(/^ {2}(\w+)[ \t]+(\w+)(\[\])?\??[ \t]*(.*)$/gm)]
      .filter(([, , type]) => !models.has(type))
      .map(([, field = "", type = "", , rest = ""]) => ({
        ...{ table, column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field },
        type: rest.includes("@db.Uuid") ? "Uuid" : type,
      }));
  });
}
