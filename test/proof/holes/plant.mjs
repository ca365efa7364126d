// Loaded before a process of the product: changes files of it while they are read, so that a hole is in this
// process alone. HOLES holds the edits as JSON: { file, find, put }, and in `sites` whether conditions on the
// viewer's organisation can be left out.
import { registerHooks } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(import.meta.dirname, "../../..");
const { edits, sites } = JSON.parse(process.env.HOLES ?? '{"edits": [], "sites": false}');

/** The conditions that were passed since they were last counted, and whether they are left out at present. */
globalThis.conditions = { passed: new Set(), left: false };
globalThis.isLeftOut = (place) => {
  globalThis.conditions.passed.add(place);
  return globalThis.conditions.left;
};

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.startsWith("file:") || url.includes("/node_modules/")) return loaded;
    const file = relative(root, fileURLToPath(url));
    const own = edits.filter((one) => one.file === file);
    if (own.length === 0 && !(sites && file.startsWith("server/"))) return loaded;
    let text = String(loaded.source);
    for (const { find, put } of own) {
      if (!text.includes(find)) throw new Error(`${file} does not hold what the hole is made of: ${find}`);
      text = text.replace(find, put);
    }
    return { ...loaded, source: sites ? withSites(text, file) : text };
  },
});

/** Each condition on the viewer's organisation asks first whether it is the one that is left out. */
function withSites(text, file) {
  const asks =
    (wrap) =>
    (found, ...more) => {
      const [offset, whole] = more.slice(-2);
      const line = whole.slice(0, offset).split("\n").length;
      const column = offset - whole.lastIndexOf("\n", offset);
      return wrap(`isLeftOut("${file}:${line}:${column}")`, found, ...more);
    };
  return text
    .replaceAll(
      /\b(partiesAre|providersOwn|buyersOwn|ownersAre)\(((?:p\.)?viewer), ("\w")\)/g,
      asks((left, _call, rule, viewer, table) => `${rule}(${left} ? null : ${viewer}, ${table})`),
    )
    .replaceAll(
      "const table = Prisma.raw(alias);",
      "const table = Prisma.raw(alias); if (viewer === null) return Prisma.sql`true`;",
    )
    .replaceAll(
      /\bpartiesWithin\(((?:deed\.)?tx), ((?:p\.)?viewer)\)/g,
      asks((left, _call, tx, viewer) => `partiesWithin(${tx}, ${left} ? null : ${viewer})`),
    )
    .replace(
      "const ids = isStaff(viewer) ?",
      "if (viewer === null) return {}; const ids = isStaff(viewer) ?",
    )
    .replaceAll(
      /(?<![\w.}])(?:\w+\.)?organization_id = \$\{(?:p\.)?viewer\.organizationId\}(?:::uuid)?/g,
      asks((left, condition) => `(\${${left} ? "t" : "f"}::boolean or ${condition})`),
    )
    .replaceAll(
      /(?<=where: \{[^{}]*)organizationId: viewer\.organizationId/g,
      asks((left, condition) => `...(${left} ? {} : { ${condition} })`),
    );
}
