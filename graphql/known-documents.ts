import { type DocumentNode, specifiedRules, type ValidationRule, validate } from "graphql";
import { readDocument } from "./faults.ts";
import { schema } from "./schema.ts";

/**
 * How many characters of documents are kept parsed. A tree takes about forty bytes for a character, and what
 * is kept is what strangers have sent, so the bound is in characters and not in documents.
 */
const MOST_CHARACTERS = 200_000;

export type KnownDocuments = { of: (text: string) => DocumentNode | null };

/**
 * Documents that have been parsed and found valid, by their text, the latest sent last to go. Answers null
 * for one that is not valid or not admitted: whoever words the errors looks at it again.
 */
export function openKnownDocuments(
  extraRules: readonly ValidationRule[] = [],
  isAdmitted: (text: string) => boolean = () => true,
): KnownDocuments {
  const rules = [...specifiedRules, ...extraRules];
  const known = new Map<string, DocumentNode>();
  let characters = 0;
  const keep = (text: string, document: DocumentNode) => {
    known.set(text, document);
    characters += text.length;
    for (const oldest of known.keys()) {
      if (characters <= MOST_CHARACTERS) break;
      known.delete(oldest);
      characters -= oldest.length;
    }
  };
  return {
    of(text) {
      const kept = known.get(text);
      if (kept) {
        known.delete(text);
        known.set(text, kept);
        return kept;
      }
      const document = isAdmitted(text) ? read(text, rules) : null;
      if (document) keep(text, document);
      return document;
    },
  };
}

function read(text: string, rules: readonly ValidationRule[]): DocumentNode | null {
  try {
    const document = readDocument(text);
    return validate(schema, document, rules).length === 0 ? document : null;
  } catch {
    return null;
  }
}
