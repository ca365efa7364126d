import { basename, join } from "node:path";

// The product runs from one bundle (scripts/bundle.mjs), everything else from the sources.
const bundled = !import.meta.filename.endsWith(".ts");

/** The project's folder, in which `build`, `prisma` and the packages lie. */
export const projectRoot = join(import.meta.dirname, bundled ? "../.." : "..");

/** The built pages. */
export const builtPages = bundled
  ? join(import.meta.dirname, "pages.js")
  : join(projectRoot, "build/server/index.js");

/**
 * A program of ours that runs in a process or thread of its own, by its path in the project
 * (`server/cli/write-demo.ts`). One that the product starts is an entry of the bundle too.
 */
export function programFile(path: string): string {
  return bundled ? join(import.meta.dirname, `${basename(path, ".ts")}.js`) : join(projectRoot, path);
}
